// Says what a JSON document has against it: node validate.mjs SCHEMA < DOCUMENT prints a JSON list, empty when it fits.
import { readFileSync } from "node:fs";
import Ajv from "ajv-draft-04";
import addFormats from "ajv-formats";

const schema = JSON.parse(readFileSync(process.argv[2], "utf8"));
const ajv = new (Ajv.default ?? Ajv)({ allErrors: true, strict: false });
(addFormats.default ?? addFormats)(ajv);
const fits = ajv.compile(schema);
fits(JSON.parse(readFileSync(0, "utf8")));
const said = (fits.errors ?? []).map((error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`);
console.log(JSON.stringify(said));
