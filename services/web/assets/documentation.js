// Shows the documents of the three services in one page; every address is of this origin.
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
    layout: "StandaloneLayout",
    validatorUrl: null,
    persistAuthorization: false,
  });
});
