// server.js FOLDER PORT: a PouchDB server. Says "ready", serves until its input ends, then says what it was asked.
const express = packages("express");
const pouchServer = packages("express-pouchdb");
const PouchDB = packages("pouchdb");
const [folder, port] = process.argv.slice(2);

const Stored = PouchDB.defaults({ prefix: `${folder}/` });
const app = express();
let requests = 0;
app.use((_request, _response, next) => {
  requests += 1;
  next();
});
app.use("/", pouchServer(Stored, { mode: "minimumForPouchDB", inMemoryConfig: true, logPath: `${folder}/log.txt` }));
app.listen(Number(port), "0.0.0.0", () => console.log("ready"));

process.stdin.resume();
process.stdin.on("end", async () => {
  const held = (await new Stored("journal").info()).doc_count;
  console.log(JSON.stringify({ requests, held }));
  process.exit(0);
});
