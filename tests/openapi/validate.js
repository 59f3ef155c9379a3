// Says whether an OpenAPI document is valid and all its references lead somewhere: node validate.js FILE
import { readFileSync } from "node:fs";
import { argv, exit } from "node:process";
import { Validator } from "@seriousme/openapi-schema-validator";

function targetOf(root, reference) {
  if (!reference.startsWith("#/")) return undefined;
  const steps = reference.slice(2).split("/");
  return steps.reduce(
    (place, step) => place?.[decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~")],
    root,
  );
}

function* danglingReferences(root, place) {
  if (place === null || typeof place !== "object") return;
  if (typeof place.$ref === "string" && targetOf(root, place.$ref) === undefined) yield place.$ref;
  for (const member of Object.values(place)) yield* danglingReferences(root, member);
}

const specification = JSON.parse(readFileSync(argv[2], "utf8"));
const validator = new Validator();
const result = await validator.validate(structuredClone(specification));
const faults = result.valid ? [] : [JSON.stringify(result.errors, null, 1)];
for (const reference of danglingReferences(specification, specification))
  faults.push(`the reference ${reference} leads nowhere`);
if (result.valid && validator.version !== "3.1") faults.push(`version ${validator.version}, not 3.1`);
if (faults.length > 0) {
  console.log(faults.join("\n"));
  exit(1);
}
console.log("valid OpenAPI 3.1");
