declare module "*.css";
declare module "*.ftl" {
  const catalogue: string;
  export default catalogue;
}
declare module "plotly.js-cartesian-dist-min";
