// What of sigma.js the page uses. sigma.min.js is made from it by (npm 10, esbuild 0.28.2):
//   npm install --no-save sigma@3.0.3 graphology@0.26.0 @sigma/edge-curve@3.1.0 esbuild@0.28.2
//   npx esbuild entry.js --bundle --minify --format=iife --global-name=sigmajs --target=es2020 --legal-comments=none --outfile=sigma.min.js
import { MultiDirectedGraph } from "graphology";
import Sigma from "sigma";
import { EdgeArrowHeadProgram, EdgeArrowProgram, EdgeClampedProgram, EdgeLineProgram, NodeProgram, createEdgeCompoundProgram } from "sigma/rendering";
import { floatColor } from "sigma/utils";
import { EdgeCurvedArrowProgram } from "@sigma/edge-curve";

export {
  EdgeArrowHeadProgram, EdgeArrowProgram, EdgeClampedProgram, EdgeCurvedArrowProgram, EdgeLineProgram, MultiDirectedGraph, NodeProgram, Sigma,
  createEdgeCompoundProgram, floatColor,
};
