// Shows what the member of this link chose, and keeps what they choose now. The token is the end of the address.
const address = "/api/notify/preferences/by-link/" + location.pathname.split("/").pop();

const WORDS = {
  en: {
    title: "How we write to you", hamrah: "Hamrah", sms: "Text", email: "E-mail", save: "Keep", pause: "Pause everything",
    kept: "Kept.", wrong: "This link is not good any more. Sign in to Hamrah to choose.",
    later: "No answer just now. Please try again in a while.",
    always: "What keeps your account safe always comes.",
    pauses: { 0: "No pause", 1: "For a day", 7: "For a week", 30: "For a month" },
    meetings: "Meetings", reminders: "Reminders", mentoring: "Walking together", "check-ins": "How is today",
    milestones: "Special days", boards: "Conversations", centre: "What is asked of you", news: "News",
  },
  pa: {
    title: "ਅਸੀਂ ਤੁਹਾਨੂੰ ਕਿਵੇਂ ਲਿਖੀਏ", hamrah: "ਹਮਰਾਹ", sms: "ਐੱਸਐੱਮਐੱਸ", email: "ਈਮੇਲ", save: "ਸੰਭਾਲੋ", pause: "ਸਭ ਕੁਝ ਰੋਕੋ",
    kept: "ਸੰਭਾਲਿਆ ਗਿਆ।", wrong: "ਇਹ ਲਿੰਕ ਹੁਣ ਠੀਕ ਨਹੀਂ। ਚੁਣਨ ਲਈ ਹਮਰਾਹ ਵਿੱਚ ਸਾਈਨ ਇਨ ਕਰੋ।",
    later: "ਹੁਣੇ ਜਵਾਬ ਨਹੀਂ ਮਿਲਿਆ। ਕਿਰਪਾ ਕਰਕੇ ਥੋੜ੍ਹੀ ਦੇਰ ਬਾਅਦ ਕੋਸ਼ਿਸ਼ ਕਰੋ।",
    always: "ਜੋ ਤੁਹਾਡੇ ਖਾਤੇ ਨੂੰ ਸੁਰੱਖਿਅਤ ਰੱਖਦਾ ਹੈ, ਉਹ ਹਮੇਸ਼ਾ ਆਉਂਦਾ ਹੈ।",
    pauses: { 0: "ਕੋਈ ਰੋਕ ਨਹੀਂ", 1: "ਇੱਕ ਦਿਨ ਲਈ", 7: "ਇੱਕ ਹਫ਼ਤੇ ਲਈ", 30: "ਇੱਕ ਮਹੀਨੇ ਲਈ" },
    meetings: "ਮੀਟਿੰਗਾਂ", reminders: "ਯਾਦ-ਦਹਾਨੀਆਂ", mentoring: "ਨਾਲ-ਨਾਲ ਚੱਲਣਾ", "check-ins": "ਅੱਜ ਕਿਵੇਂ ਹੈ",
    milestones: "ਖ਼ਾਸ ਦਿਨ", boards: "ਗੱਲਬਾਤ", centre: "ਤੁਹਾਥੋਂ ਕੀ ਪੁੱਛਿਆ ਹੈ", news: "ਖ਼ਬਰਾਂ",
  },
  hi: {
    title: "हम आपको कैसे लिखें", hamrah: "हमराह", sms: "एसएमएस", email: "ईमेल", save: "सहेजें", pause: "सब कुछ रोकें",
    kept: "सहेजा गया।", wrong: "यह लिंक अब ठीक नहीं। चुनने के लिए हमराह में साइन इन करें।",
    later: "अभी जवाब नहीं मिला। कृपया थोड़ी देर बाद कोशिश करें।",
    always: "जो आपके खाते को सुरक्षित रखता है, वह हमेशा आता है।",
    pauses: { 0: "कोई रोक नहीं", 1: "एक दिन के लिए", 7: "एक हफ़्ते के लिए", 30: "एक महीने के लिए" },
    meetings: "बैठकें", reminders: "याद दिलाना", mentoring: "साथ-साथ चलना", "check-ins": "आज कैसा है",
    milestones: "ख़ास दिन", boards: "बातचीत", centre: "आपसे क्या पूछा गया है", news: "समाचार",
  },
};
const PURPOSES = ["meetings", "reminders", "mentoring", "check-ins", "milestones", "boards", "centre", "news"];
const CHANNELS = ["sms", "email"];
const DAY = 24 * 60 * 60 * 1000;

const form = document.getElementById("choices");
let words = WORDS.en;
let pausedUntil = null;
let elsewhere = []; // what is off over channels that have no box here; it stays off

const speak = (language) => {
  if (!WORDS[language]) return;
  words = WORDS[language];
  document.documentElement.lang = language;
  document.title = `${words.title}: ${words.hamrah}`;
  document.getElementById("title").textContent = words.title;
};

const say = (text) => {
  document.getElementById("answer").textContent = text;
};

const made = (name, parts = {}, ...children) => {
  const element = Object.assign(document.createElement(name), parts);
  element.append(...children);
  return element;
};

const box = (purpose, channel, off) => {
  const checked = !off.some((each) => each.purpose === purpose && each.channel === channel);
  const input = made("input", { type: "checkbox", name: `${purpose} ${channel}`, checked });
  return made("label", {}, input, ` ${words[channel]} `);
};

const fieldset = (purpose, off) =>
  made("fieldset", {}, made("legend", { textContent: words[purpose] }), ...CHANNELS.map((each) => box(purpose, each, off)));

const pauses = () => {
  const days = Object.entries(words.pauses).map(([value, text]) => made("option", { value, textContent: text }));
  if (pausedUntil) days.unshift(made("option", { value: "", textContent: new Date(pausedUntil).toLocaleString() }));
  return made("label", {}, `${words.pause}: `, made("select", { name: "pause" }, ...days));
};

const hasBox = ({ purpose, channel }) => PURPOSES.includes(purpose) && CHANNELS.includes(channel);

const show = (found) => {
  speak(found.language);
  pausedUntil = found.paused_until;
  elsewhere = found.off.filter((each) => !hasBox(each));
  const button = made("button", { type: "submit", name: "keep", textContent: words.save });
  form.replaceChildren(
    ...PURPOSES.map((each) => fieldset(each, found.off)),
    made("p", {}, pauses()), made("p", { textContent: words.always }), button,
  );
  form.hidden = false;
};

const wish = () => {
  const boxes = [...form.querySelectorAll("input")].filter((each) => !each.checked);
  const left = boxes.map((each) => each.name.split(" ")).map(([purpose, channel]) => ({ purpose, channel }));
  const off = [...elsewhere, ...left];
  const days = form.elements.pause.value;
  if (days === "") return { off, paused_until: pausedUntil };
  return { off, paused_until: days === "0" ? null : new Date(Date.now() + days * DAY).toISOString() };
};

const ask = async (options) => {
  const answer = await fetch(address, { credentials: "omit", cache: "no-store", ...options });
  if (answer.status === 404) throw new Error("wrong");
  if (!answer.ok) throw new Error("later");
  return answer.json();
};

const failed = (error) => say(error.message === "wrong" ? words.wrong : words.later);

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const headers = { "Content-Type": "application/json" };
  ask({ method: "PUT", headers, body: JSON.stringify(wish()) }).then((found) => {
    show(found);
    form.elements.keep.focus(); // The button that was pressed is a new one; the keyboard goes on from here.
    say(words.kept);
  }, failed);
});

speak(navigator.language.slice(0, 2)); // Until the member's own is known, that of the browser.
ask({}).then(show, failed);
