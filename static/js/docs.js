// @ts-check
/** The API's documentation: Swagger UI, from this server's own files. */

/** @type {any} */
const { SwaggerUIBundle } = globalThis;

SwaggerUIBundle({
  dom_id: "#swagger-ui",
  url: "/openapi.json",
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  syntaxHighlight: { activated: false },
  tryItOutEnabled: true,
  // The validator that it would otherwise show is on another server.
  validatorUrl: null,
});
