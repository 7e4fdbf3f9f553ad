// Says what a JSON document has against it: node validate.mjs SCHEMA < DOCUMENT prints a JSON list, empty when it fits.
import { readFileSync } from "node:fs";
import Ajv from "ajv";
import Ajv4 from "ajv-draft-04";
import addFormats from "ajv-formats";

const schema = JSON.parse(readFileSync(process.argv[2], "utf8"));
// The compose specification names a dialect that does not exist, in a way that only draft 4 had; it uses nothing of either.
const { $schema: dialect, id, ...rules } = schema;
const Dialect = String(dialect).includes("draft-04") ? Ajv4 : Ajv;
const ajv = new (Dialect.default ?? Dialect)({ allErrors: true, strict: false });
(addFormats.default ?? addFormats)(ajv);
const fits = ajv.compile(Dialect === Ajv4 ? schema : rules);
fits(JSON.parse(readFileSync(0, "utf8")));
const said = (fits.errors ?? []).map((error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`);
console.log(JSON.stringify(said));
