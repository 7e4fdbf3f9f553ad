// The real botframework-directlinejs, driven by lines of JSON: options as the argument, activities to post on standard
// input; what happens comes out on standard output.

import { createInterface } from "node:readline";

import xhr from "xhr2";
import { WebSocket } from "ws";

globalThis.XMLHttpRequest = xhr.XMLHttpRequest ?? xhr;
globalThis.WebSocket = WebSocket;
const { DirectLine } = (await import("botframework-directlinejs")).default;

const tell = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);

// `random` decides how long it waits before it reconnects: 3 to 15 seconds.
const directLine = new DirectLine({ ...JSON.parse(process.argv[2]), random: () => 0 });
directLine.connectionStatus$.subscribe((status) => tell({ status }));
directLine.activity$.subscribe(
  (activity) => tell({ activity, watermark: directLine.watermark }),
  (error) => tell({ error: String(error) }),
);

createInterface({ input: process.stdin })
  .on("line", (line) => {
    const activity = JSON.parse(line);
    directLine.postActivity(activity).subscribe(
      (id) => tell({ posted: id }),
      (error) => tell({ posted: null, error: String(error) }),
    );
  })
  .on("close", () => {
    directLine.end();
    process.exit(0);
  });
