declare module "*.css";
declare module "messages:*";
declare module "plotly.js-cartesian-dist-min";
