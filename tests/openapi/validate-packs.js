// Says which policy packs their schema refuses, and why: node validate-packs.js SCHEMA PACK…
import { readFileSync } from "node:fs";
import { argv, exit } from "node:process";
import Ajv from "ajv/dist/2020.js";

const read = (path) => JSON.parse(readFileSync(path, "utf8"));
const validate = new Ajv({ strict: true, allErrors: true }).compile(read(argv[2]));
let faults = 0;
for (const path of argv.slice(3)) {
  if (validate(read(path))) continue;
  for (const { instancePath, message } of validate.errors) console.log(`${path} ${instancePath || "/"}: ${message}`);
  faults += 1;
}
exit(faults > 0 ? 1 : 0);
