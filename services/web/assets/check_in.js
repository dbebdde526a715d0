// The word stands behind the "#", as "<meeting>.<word>"; it is shown, and sent nowhere.
const [, word] = location.hash.match(/^#[0-9a-f]{32}\.([a-z]{6})$/) || [];
if (word) document.getElementById("word").textContent = `The word of this hour: ${word}`;
