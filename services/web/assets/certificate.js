// Asks the API of this origin about the certificate whose code is the end of the address.
const address = "/api/groups/certificates/" + location.pathname.split("/").pop();

const ask = async (query) => {
  const answer = await fetch(address + query, { credentials: "omit", cache: "no-store" });
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error("no answer");
  return answer.json();
};

const show = (id, text) => {
  document.getElementById(id).textContent = text;
};

const said = (found) => {
  if (found === null) return "There is no certificate with this code.";
  const meetings = found.meetings === 1 ? "1 meeting" : `${found.meetings} meetings`;
  const what = `${meetings} attended from ${found.from} to ${found.to}, certified on ${found.issued_at.slice(0, 10)}.`;
  return found.valid ? `Valid: ${what}` : `Revoked by its owner. It said: ${what}`;
};

const NO_ANSWER = "No answer just now. Please try again in a while.";

ask("").then((found) => show("answer", said(found)), () => show("answer", NO_ANSWER));

document.getElementById("document").addEventListener("change", async (event) => {
  const [file] = event.target.files;
  if (!file) return;
  try {
    const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    const hash = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const found = await ask(`?sha256=${hash}`);
    show("match", found && found.document_matches
      ? "This is the document that was issued, unchanged."
      : "This is not the document that was issued.");
  } catch {
    show("match", NO_ANSWER);
  }
});
