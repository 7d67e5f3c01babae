/** The API's documentation: Swagger UI, from this server's own files. */

import "../styles/tokens.css";
import "../styles/base.css";
import "../styles/controls.css";
import "../styles/docs.css";
import { rooted } from "../lib/root";
import "../lib/scrolling";

const { SwaggerUIBundle }: any = globalThis;

SwaggerUIBundle({
  dom_id: "#swagger-ui",
  url: rooted("/openapi.json"),
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  syntaxHighlight: { activated: false },
  tryItOutEnabled: true,
  // The validator that it would otherwise show is on another server.
  validatorUrl: null,
});
