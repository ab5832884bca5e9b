// client.js FOLDER ADDRESS entries|photo FILE: fills a local database, says "ready", and after a word replicates it.
const fs = require("node:fs");
const readline = require("node:readline");
const PouchDB = packages("pouchdb");
const [folder, address, kind, file] = process.argv.slice(2);

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8000;

async function fill(local) {
  const content = fs.readFileSync(file);
  if (kind === "photo") {
    await local.put({ _id: "photo", _attachments: { photo: { content_type: "image/jpeg", data: content } } });
    return;
  }
  const documents = content.toString("utf8").trimEnd().split("\n").map((line, index) => {
    const [payload, signature] = line.split("\t");
    return { _id: String(index + 1).padStart(8, "0"), payload, signature };
  });
  await local.bulkDocs(documents);
}

async function replicate(local) {
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
    try {
      const outcome = await local.replicate.to(address);
      if (outcome.ok && outcome.status === "complete") return;
    } catch {
      // the link: again, a little later
    }
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

async function main() {
  const local = new PouchDB(`${folder}/journal`);
  await fill(local);
  console.log("ready");
  const asked = readline.createInterface({ input: process.stdin });
  await new Promise((resolve) => asked.once("line", resolve));
  asked.once("close", () => process.exit(1)); // whoever measures is gone
  const begin = performance.now();
  await replicate(local);
  console.log(JSON.stringify({ seconds: (performance.now() - begin) / 1000 }));
  process.exit(0);
}

main();
