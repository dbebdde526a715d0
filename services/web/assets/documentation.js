// Shows the documents of the three services in one page; every address is of this origin.
// Swagger UI's parts stand in its own main part, or in none; here each has its landmark and its heading.
const LAYOUT = ["SkipToOperations", "Topbar", "BaseLayout"];
const landmarks = ({ React: { createElement: made } }) => {
  const named = (tag, label) => (part) => (props) => made(tag, { "aria-label": label }, made(part, props));
  const headed = (text) => (part) => (props) => made("div", {}, made("h2", {}, text), made(part, props));
  return {
    components: {
      Logo: () => null, // It carries an inline style, which the page's policy rightly refuses.
      Documents: ({ getComponent }) =>
        made("div", { className: "swagger-ui" }, ...LAYOUT.map((name) => made(getComponent(name, true), { key: name }))),
    },
    wrapComponents: {
      SkipToOperations: named("nav", "On this page"),
      InfoContainer: named("section", "The service"),
      AuthorizeBtnContainer: named("section", "Your token"),
      operations: headed("Operations"),
    },
  };
};

window.addEventListener("load", () => {
  window.SwaggerUIBundle({
    dom_id: "#documentation",
    urls: [
      { name: "alumni", url: "/api/alumni/openapi.json" },
      { name: "groups", url: "/api/groups/openapi.json" },
      { name: "notify", url: "/api/notify/openapi.json" },
    ],
    "urls.primaryName": "alumni",
    presets: [window.SwaggerUIBundle.presets.apis, window.SwaggerUIStandalonePreset],
    plugins: [landmarks],
    layout: "Documents",
    validatorUrl: null,
    persistAuthorization: false,
  });
});
