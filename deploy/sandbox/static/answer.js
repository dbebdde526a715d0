// Writes back from the chosen phone.
const form = document.querySelector("#answer");
const sent = document.querySelector("#sent");

function chosen() {
  return decodeURIComponent(location.hash.slice(1));
}

function show() {
  form.hidden = chosen() === "";
  sent.textContent = "";
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const words = form.elements.body;
  const written = JSON.stringify({ from: chosen(), body: words.value });
  try {
    const answer = await fetch("/api/answers", { method: "POST", body: written });
    sent.textContent = answer.ok ? "Sent" : (await answer.json()).title;
    if (answer.ok) words.value = "";
  } catch {
    sent.textContent = "The sandbox does not answer";
  }
});
addEventListener("hashchange", show);
show();
