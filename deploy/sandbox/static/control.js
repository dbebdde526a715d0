// Shows and changes how the sandbox behaves.
const form = document.querySelector("#control");
const state = document.querySelector("#state");
const parts = [...form.querySelectorAll("fieldset")];

function show(control) {
  for (const part of parts) {
    for (const [name, value] of Object.entries(control[part.dataset.part])) {
      const input = part.elements[name];
      if (input.type === "checkbox") input.checked = value;
      else input.value = value;
    }
  }
}

function valueOf(input) {
  if (input.type === "checkbox") return input.checked;
  return input.type === "number" ? Number(input.value) : input.value;
}

function entered() {
  const read = (part) => Object.fromEntries([...part.elements].map((input) => [input.name, valueOf(input)]));
  return Object.fromEntries(parts.map((part) => [part.dataset.part, read(part)]));
}

async function call(said, options) {
  try {
    const answer = await fetch("/api/control", options);
    if (!answer.ok) throw new Error(answer.status);
    show(await answer.json());
    state.textContent = said;
  } catch {
    state.textContent = "The sandbox did not take that";
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const headers = { "Content-Type": "application/json" };
  call("Applied", { method: "PUT", headers, body: JSON.stringify(entered()) });
});
document.querySelector("#reset").addEventListener("click", () => call("Behaves well", { method: "DELETE" }));
call("In force", {});
