// Revisa recibos, pruebas, puntos de control y diarios de Ventanilla sin confiar en quien los publica.
// Escrito de nuevo a partir de docs/JOURNAL_FORMAT.md, docs/PRINTING.md y docs/TRANSPARENCY.md; no comparte nada con el programa.
"use strict";

// ---------------------------------------------------------------- bytes
class Refused extends Error {
  constructor(code, details = {}) { super(code); this.code = code; this.details = details; }
}
const utf8 = (text) => new TextEncoder().encode(text);
const strictText = (bytes) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
const same = (a, b) => a.length === b.length && a.every((byte, at) => byte === b[at]);
const join = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));
const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));

function toBase64(bytes) {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
const toBase64url = (bytes) => toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

function fromBase64(text, code = "note_malformed") {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4) throw new Refused(code);
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  if (toBase64(bytes) !== text) throw new Refused(code); // bits left over: a second spelling
  return bytes;
}
function fromBase64url(text, code = "not_base64url") {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) throw new Refused(code);
  return fromBase64(text.replaceAll("-", "+").replaceAll("_", "/") + "=".repeat((4 - (text.length % 4)) % 4), code);
}

// ---------------------------------------------------------------- canonical JSON (docs/JOURNAL_FORMAT.md §1)
const bad = () => { throw new Refused("not_canonical"); };

function writeCanonical(value, depth = 0) {
  if (depth > 12) bad();
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") return Number.isSafeInteger(value) ? String(value) : bad();
  if (typeof value === "string") {
    if (/[\p{Cc}\p{Cs}]/u.test(value) || value.normalize("NFC") !== value) bad();
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((one) => writeCanonical(one, depth + 1)).join(",")}]`;
  const keys = Object.keys(value).sort();
  if (!keys.every((key) => /^[ -~]+$/.test(key))) bad();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${writeCanonical(value[key], depth + 1)}`).join(",")}}`;
}
function readCanonical(bytes) {
  if (bytes.length > 65536) bad();
  let value, text;
  try { text = strictText(bytes); value = JSON.parse(text); } catch { bad(); }
  if (writeCanonical(value) !== text) bad();
  return value;
}

// ---------------------------------------------------------------- keys and signatures
const P = 2n ** 255n - 19n;
const SMALL_ORDER = new Set([0n, 1n, P - 1n,
  0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n,
  0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n]);

// Browsers accept keys of small order, under which one signature fits any message.
function isWeakKey(key) {
  if (key.length !== 32) return true;
  const y = BigInt("0x" + hex(key.slice().reverse())) & (2n ** 255n - 1n);
  return y >= P || SMALL_ORDER.has(y);
}
const imported = new Map();
async function isSignedBy(key, message, signature) {
  if (signature.length !== 64 || isWeakKey(key)) return false;
  const name = hex(key);
  try {
    if (!imported.has(name)) imported.set(name, await crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]));
    return await crypto.subtle.verify("Ed25519", imported.get(name), signature, message);
  } catch (error) {
    if (error.name === "NotSupportedError") throw error;
    return false;
  }
}
const WORDS = `abeja abrigo aceite agosto aguja aire alpaca alto amigo ancla anillo antena apio arado arbol arena arpa arroz atlas avion azucar azul \
bahia balcon balsa bambu banco barro bodega bosque brisa bronce buzon cabra cacao cactus cadena cafe caja camino canoa carbon carta \
cebada cedro cereza cesto choclo cielo ciudad clavel cobre cocina collar condor conejo copa coral corona costa cuarzo cuerda cueva danza \
delfin dibujo dorado ducha enero escoba espejo espiga espuma estufa fabula faro feria fiesta flauta flecha flor foca fogata frasco fresa \
frijol fruta fuego fuente garza gato globo gorra grillo guante hamaca helado hierba hilo hoja horno huerta iguana isla jabon jardin \
jarra jazmin jinete jirafa joya julio lago lana lapiz laurel leon libro limon llama llave lluvia loma loro lucero madera maestro maiz \
maleta mango mantel manzana mapa marfil marmol marzo mayo medalla melon mercado mesa miel mineral mirador mochila molino moneda montura \
mosaico muelle musica naipe naranja nevado nido nieve noche nogal norte novela nube nuez oasis oceano octubre oliva onda oregano orilla \
paisaje pajaro palmera paloma panal papaya papel pasto patio pelota pepino pera perro pescado piano piedra pintor pizarra planeta plata \
pluma poema pollo poncho pradera puerto pulpo quena queso quinua radio reloj remo retama roble rocio rojo romero rosa rueda sabado \
salmon sandia sauce selva semana semilla sendero silla sombra taller tambor tarde taza teatro tejado telar tesoro tierra tigre tijera \
tinta tomate torre tortuga trebol trigo trompo trucha tulipan tunel valle vapor vasija vela venado ventana verano verde vereda viento \
violeta volcan yegua zapato zorro zumo`.split(" ");
const wordsOf = async (key) => [...(await sha256(key)).slice(0, 6)].map((byte) => WORDS[byte]).join(" ");

// ---------------------------------------------------------------- entries (docs/JOURNAL_FORMAT.md §2, §3)
const HEADER = toBase64url(utf8('{"alg":"Ed25519","typ":"ventanilla.entry+jws"}'));
const NO_PREVIOUS = "0".repeat(43);
const FIELDS = ["at", "b", "bo", "ep", "k", "mo", "op", "ph", "ru", "se", "sq", "st", "v"];

function parseCompact(text) {
  const parts = text.split(".");
  if (text.length > 131072 || parts.length !== 3) throw new Refused("envelope_malformed");
  if (parts[0] !== HEADER) throw new Refused("envelope_of_another_type");
  const [payload, signature] = parts.slice(1).map((part) => fromBase64url(part, "envelope_malformed"));
  if (signature.length !== 64) throw new Refused("envelope_malformed");
  return { payload, signature, input: utf8(`${parts[0]}.${parts[1]}`) };
}
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isWhole = (value, least) => Number.isSafeInteger(value) && value >= least;
const isText = (value, most) => typeof value === "string" && value !== "" && [...value].length <= most;
const isHash = (value) => typeof value === "string" && /^[A-Za-z0-9_-]{43}$/.test(value);

function isWallTime(value) {
  if (typeof value !== "string" || !/^(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value)) return false;
  const at = new Date(value);
  return !Number.isNaN(at.getTime()) && at.toISOString() === value.replace("Z", ".000Z");
}
const SHAPES = {
  b: isObject, v: () => true, bo: (x) => isText(x, 8), op: (x) => isText(x, 12), at: isWallTime, ph: isHash, pd: isHash,
  k: (x) => typeof x === "string" && /^[a-z_]{3,40}\/[1-9][0-9]?$/.test(x),
  st: (x) => typeof x === "string" && /^[A-Z][A-Z0-9-]{1,15}$/.test(x),
  ep: (x) => isWhole(x, 1), sq: (x) => isWhole(x, 1), se: (x) => isWhole(x, 0), mo: (x) => isWhole(x, 0), ru: (x) => isWhole(x, 1),
};
function readEntry(payload) {
  const entry = readCanonical(payload);
  if (!isObject(entry)) throw new Refused("entry_malformed");
  if (entry.v !== 1) throw new Refused("entry_format_newer");
  for (const name of [...FIELDS, ...Object.keys(entry)]) {
    if (!Object.hasOwn(entry, name) || !Object.hasOwn(SHAPES, name) || !SHAPES[name](entry[name])) {
      throw new Refused("entry_malformed", { field: name });
    }
  }
  return entry;
}
const signingInput = (payload) => utf8(`${HEADER}.${toBase64url(payload)}`);

// ---------------------------------------------------------------- the code on paper (docs/PRINTING.md)
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

function fromBase32(text) {
  const bytes = [];
  let [bits, value] = [0, 0];
  for (const letter of text) {
    value = (value << 5) | BASE32.indexOf(letter);
    bits += 5;
    if (bits >= 8) { bits -= 8; bytes.push((value >> bits) & 255); value &= (1 << bits) - 1; }
  }
  if (/[^A-Z2-7]/.test(text) || [1, 3, 6].includes(text.length % 8) || value) throw new Refused("code_damaged");
  return Uint8Array.from(bytes);
}
function readPaper(text) {
  const found = text.length > 800 ? null : /^HTTPS:\/\/[A-Z0-9.:-]+\/R\/([^]*)$/.exec(text.trim().toUpperCase());
  if (!found) throw new Refused("code_not_ours");
  const packed = found[1].replace(/=+$/, "");
  if (packed.startsWith("H-")) {
    const body = fromBase32(packed.slice(2));
    const numbers = new DataView(body.buffer);
    const station = body.length > 40 ? String.fromCharCode(...body.slice(40)) : "";
    if (!SHAPES.st(station) || !numbers.getUint32(32) || !numbers.getUint32(36)) throw new Refused("code_damaged");
    return { name: { hash: body.slice(0, 32), ep: numbers.getUint32(32), sq: numbers.getUint32(36), st: station } };
  }
  const body = fromBase32(packed);
  if (body.length <= 64 || body.length > 376 + 64) throw new Refused("code_damaged");
  return { payload: body.slice(0, -64), signature: body.slice(-64) };
}

// ---------------------------------------------------------------- signed notes and the tree (C2SP, RFC 9162)
function readNote(text) {
  const gap = text.lastIndexOf("\n\n");
  if (gap < 1 || text.length > 262144 || !text.endsWith("\n") || /[\x00-\x09\x0b-\x1f]/.test(text)) throw new Refused("note_malformed");
  const lines = text.slice(gap + 2, -1).split("\n").map((line) => {
    const found = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/.exec(line);
    if (!found) throw new Refused("note_malformed");
    const bytes = fromBase64(found[2]);
    if (bytes.length <= 4) throw new Refused("note_malformed");
    return { name: found[1], id: bytes.slice(0, 4), signature: bytes.slice(4) };
  });
  return { text: text.slice(0, gap + 1), lines };
}
async function noteIsSignedBy(note, name, key) {
  const id = (await sha256(join(utf8(name + "\n"), [1], key))).slice(0, 4);
  const mine = note.lines.filter((line) => line.name === name && same(line.id, id));
  const verdicts = await Promise.all(mine.map((line) => isSignedBy(key, utf8(note.text), line.signature)));
  return verdicts.length > 0 && verdicts.every(Boolean);
}
function readCheckpoint(text) {
  const note = readNote(text);
  const [origin, size, root, ...more] = note.text.slice(0, -1).split("\n");
  if (!origin || !/^(0|[1-9]\d{0,15})$/.test(size ?? "") || !root || more.some((line) => !line)) throw new Refused("note_malformed");
  const found = { note, origin, size: Number(size), root: fromBase64(root) };
  if (found.root.length !== 32 || !Number.isSafeInteger(found.size)) throw new Refused("note_malformed");
  return found;
}
function readProof(text) {
  const gap = text.indexOf("\n\n");
  const [heading, extra, index, ...hashes] = text.slice(0, Math.max(gap, 0)).split("\n");
  if (heading !== "c2sp.org/tlog-proof@v1" || !extra?.startsWith("extra ") || !/^index (0|[1-9]\d{0,15})$/.test(index ?? "")) {
    throw new Refused("note_malformed");
  }
  return { extra: fromBase64(extra.slice(6)), index: Number(index.slice(6)), hashes: hashes.map((one) => fromBase64(one)),
    checkpoint: readCheckpoint(text.slice(gap + 2)) };
}
const leafHash = (entry) => sha256(join([0], entry));
const nodeHash = (left, right) => sha256(join([1], left, right));
const half = (number) => Math.floor(number / 2); // places in a log may be larger than 32 bits

async function isIncluded(leaf, index, size, proof, root) {
  if (!(index >= 0 && index < size) || ![leaf, root, ...proof].every((one) => one.length === 32)) return false;
  let [place, last, found] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0) return false;
    if (place % 2 || place === last) {
      found = await nodeHash(sibling, found);
      while (place && place % 2 === 0) [place, last] = [half(place), half(last)];
    } else found = await nodeHash(found, sibling);
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && same(found, root);
}
async function isConsistent(old, size, proof, oldRoot, root) {
  if (!(old >= 0 && old <= size) || ![oldRoot, root, ...proof].every((one) => one.length === 32)) return false;
  if (old === size) return proof.length === 0 && same(oldRoot, root);
  if (old === 0) return proof.length === 0 && same(oldRoot, await sha256(new Uint8Array()));
  let [place, last] = [old - 1, size - 1];
  while (place % 2) [place, last] = [half(place), half(last)];
  const path = place === 0 ? [oldRoot, ...proof] : proof;
  if (!path.length) return false;
  let [before, after] = [path[0], path[0]];
  for (const sibling of path.slice(1)) {
    if (last === 0) return false;
    if (place % 2 || place === last) {
      [before, after] = [await nodeHash(sibling, before), await nodeHash(sibling, after)];
      while (place && place % 2 === 0) [place, last] = [half(place), half(last)];
    } else after = await nodeHash(after, sibling);
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && same(before, oldRoot) && same(after, root);
}

// ---------------------------------------------------------------- keys.txt (docs/TRANSPARENCY.md)
async function readKeys(text) {
  const note = readNote(text);
  const found = { stations: [], services: {}, name: "", zone: "UTC" };
  const lines = note.text.slice(0, -1).split("\n");
  if (lines[0] !== "ventanilla-keys/1") throw new Refused("note_malformed");
  for (const line of lines.slice(1)) {
    const [word, ...rest] = line.split(" ");
    if (word === "municipality") found.name = rest.slice(1).join(" ");
    if (word === "zone") found.zone = rest[0];
    if (word === "centre") found.centre = fromBase64url(rest[0]);
    if (word === "service") found.services[rest[0]] = rest.slice(1).join(" ");
    if (word === "log") {
      const [, name, key] = /^([^\s+]+)\+[0-9a-f]{8}\+(.+)$/.exec(rest.join(" ")) ?? [];
      found.log = { name, key: fromBase64(key ?? "?").slice(1) };
    }
    if (word === "station") {
      const [st, ep, first, last, key] = rest;
      found.stations.push({ st, ep: Number(ep), first: Number(first), last: last === "-" ? Infinity : Number(last), key: fromBase64url(key) });
    }
  }
  if (!found.centre || !found.log || !(await noteIsSignedBy(note, `${found.log.name}/centre`, found.centre))) throw new Refused("keys_not_signed");
  return { ...found, words: await wordsOf(found.centre) };
}
const keyOf = (keys, entry) =>
  keys.stations.find((one) => one.st === entry.st && one.ep === entry.ep && one.first <= entry.sq && entry.sq <= one.last)?.key;

// ---------------------------------------------------------------- a whole journal
function readJournalHead(lines) {
  const wrong = (line) => new Refused("journal_file_unreadable", { line });
  let head;
  try { head = readCanonical(utf8(lines[0] ?? "")); } catch { throw wrong(1); }
  const names = ["centre_key", "entries", "format", "municipality", "outbound", "station", "station_key"];
  if (!isObject(head) || head.format !== "ventanilla-journal/1" || Object.keys(head).sort().join() !== names.join()) throw wrong(1);
  if (!["municipality", "station", "station_key", "centre_key"].every((name) => typeof head[name] === "string" && head[name])) throw wrong(1);
  if (!isWhole(head.entries, 0) || !isWhole(head.outbound, 0)) throw wrong(1);
  const keys = ["station_key", "centre_key"].map((name) => { try { return fromBase64url(head[name]); } catch { throw wrong(1); } });
  return { ...head, ownKey: keys[0], centreKey: keys[1] };
}
async function inspect(line, key) {
  const { payload, signature, input = signingInput(payload) } = line;
  try {
    const entry = readEntry(payload);
    const [hash, authentic] = await Promise.all([sha256(input), isSignedBy(key, input, signature)]);
    return authentic ? { entry, hash: toBase64url(hash) } : { code: "signature_wrong" };
  } catch (error) { if (error instanceof Refused) return { code: error.code }; throw error; }
}
async function walk(signed, key, station, other, onProgress) {
  const state = { length: 0, head: NO_PREVIOUS, seen: 0, seenAt: 0, beyond: 0, kinds: {}, problem: null, first: "", last: "" };
  for (let begin = 0; begin < signed.length; begin += 500) {
    const chunk = await Promise.all(signed.slice(begin, begin + 500).map((one) => inspect(one, key)));
    for (const { entry, hash, code } of chunk) {
      const next = state.length + 1;
      const wrong = code ?? (entry.st !== station ? "entry_of_another_station" : entry.sq !== next ? "sequence_broken"
        : entry.ph !== state.head ? "chain_broken" : entry.ep !== (state.epoch ?? entry.ep) ? "epoch_changed" : null);
      if (wrong) return { ...state, problem: { code: wrong, sequence: next } };
      Object.assign(state, { length: next, head: hash, epoch: entry.ep, first: state.first || entry.at, last: entry.at });
      if (entry.se > other) state.beyond ||= next;
      if (entry.se > state.seen) [state.seen, state.seenAt] = [entry.se, next];
      state.kinds[entry.k] = (state.kinds[entry.k] ?? 0) + 1;
    }
    onProgress(Math.min(begin + 500, signed.length));
    await new Promise((resume) => setTimeout(resume)); // the page goes on answering
  }
  return state;
}
async function checkJournal(text, onProgress = () => {}) {
  const lines = (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n").map((line) => line.replace(/\r$/, ""));
  const head = readJournalHead(lines);
  const length = 1 + head.entries + head.outbound;
  const signed = lines.slice(1, length).map((line, at) => {
    try { return parseCompact(line); } catch { throw new Refused("journal_file_unreadable", { line: at + 2 }); }
  });
  if (lines.length !== length) throw new Refused("journal_file_unreadable", { line: Math.min(lines.length, length) + 1 });
  const own = await walk(signed.slice(0, head.entries), head.ownKey, head.station, head.outbound, (done) => onProgress(done, signed.length));
  const outbound = await walk(signed.slice(head.entries), head.centreKey, head.station, head.entries, (done) => onProgress(head.entries + done, signed.length));
  let problem = own.problem ? { journal: "station", ...own.problem } : outbound.problem && { journal: "centre", ...outbound.problem };
  if (!problem && own.beyond) problem = { journal: "station", code: "seen_beyond_outbound", sequence: own.beyond };
  if (!problem && outbound.beyond) problem = { journal: "centre", code: "seen_beyond_journal", sequence: outbound.seenAt };
  return { head, own, outbound, problem };
}

// ---------------------------------------------------------------- what people read
const SAID = {
  not_canonical: "El contenido no está escrito en la única forma permitida: alguien lo alteró.",
  entry_malformed: "A un registro le falta un campo o tiene uno que no corresponde.",
  entry_format_newer: "Es de una versión más nueva que esta página.",
  envelope_malformed: "El registro está incompleto o dañado.",
  envelope_of_another_type: "No es un registro de Ventanilla.",
  signature_wrong: "La firma no corresponde: el registro fue alterado, o lo firmó otra clave.",
  entry_of_another_station: "El registro es de otro puesto.",
  sequence_broken: "Falta un registro, sobra uno, o cambiaron de lugar.",
  chain_broken: "No continúa al registro anterior: algo fue cambiado o quitado antes.",
  epoch_changed: "Mezcla dos épocas del puesto.",
  seen_beyond_outbound: "El puesto leyó más registros de la central que los que trae el archivo: falta el final.",
  seen_beyond_journal: "La central recibió más registros del puesto que los que trae el archivo: falta el final.",
  journal_file_unreadable: "El archivo no se puede leer como un diario.",
  code_not_ours: "No es el código de un recibo, ni un archivo que esta página conozca.",
  code_damaged: "El código está incompleto o dañado. Escanéelo otra vez.",
  note_malformed: "El archivo está incompleto o alguien lo cambió.",
  keys_not_signed: "El archivo de claves no está firmado por la central que nombra.",
};
const session = { keys: null, checkpoints: [], entry: null };
const byId = (id) => document.getElementById(id);
const when = (at, zone = session.keys?.zone ?? "UTC") => new Intl.DateTimeFormat("es-PE", { timeZone: zone, hourCycle: "h23",
  day: "2-digit", month: "2-digit", year: "numeric", hour: "2-digit", minute: "2-digit" }).format(new Date(at)).replace(",", "");
const count = (number) => new Intl.NumberFormat("es-PE").format(number);
function money(minor, currency) {
  const places = { CLP: 0, PYG: 0, KWD: 3 }[currency] ?? 2;
  const text = (minor / 10 ** places).toLocaleString("es-PE", { minimumFractionDigits: places, maximumFractionDigits: places });
  return `${{ PEN: "S/" }[currency] ?? currency} ${text}`;
}
// tone: good, wait, bad. Everything is set as text: no file can write on the page.
function show(tone, title, lead, facts = []) {
  const make = (name, textContent) => Object.assign(document.createElement(name), { textContent });
  const card = Object.assign(document.createElement("article"), { className: tone });
  card.append(make("h3", `${{ good: "✓", wait: "!", bad: "✗" }[tone]} ${title}`), make("p", lead));
  const list = document.createElement("dl");
  facts.forEach(([name, text]) => list.append(make("dt", name), make("dd", text)));
  if (facts.length) card.append(list);
  byId("results").prepend(card);
}

async function checkEntry({ payload, signature }, name) {
  const entry = readEntry(payload);
  const hash = await sha256(signingInput(payload));
  const key = session.keys && keyOf(session.keys, entry);
  const about = [["Puesto", entry.st], ["Registro número", count(entry.sq)]];
  if (!session.keys) return show("wait", "Falta el archivo de claves", "Abra primero keys.txt: sin él no se sabe quién firmó.", about);
  if (!key) return show("bad", "Recibo NO auténtico", "La municipalidad no publica ninguna clave para ese puesto.", about);
  if (!(await isSignedBy(key, signingInput(payload), signature))) {
    return show("bad", "Recibo NO auténtico", "Ningún puesto de esta municipalidad firmó esto.", about);
  }
  session.entry = hash;
  const body = entry.b;
  const isFee = /^fee_collected\/[12]$/.test(entry.k) && isWhole(body.due, 0) && isWhole(body.paid ?? 0, 0) && isText(body.receipt, 13);
  if (isFee && isText(body.currency, 3)) {
    about.push(["Recibo", body.receipt], ["Monto pagado", money(body.due + (body.paid ?? 0), body.currency)]);
  }
  if (isText(body.service, 12)) about.push(["Trámite", Object.hasOwn(session.keys.services, body.service) ? session.keys.services[body.service] : body.service]);
  if (isText(body.promise, 10)) about.push(["Respuesta prometida", body.promise]);
  if (isText(body.day, 10) && isText(body.clock, 5)) about.push(["Día y hora", `${body.day} ${body.clock}`]);
  about.push(["Fecha y hora del puesto", when(entry.at)], ["Huella", toBase64url(hash)]);
  const lead = "Compare estos datos con su papel: una copia del código muestra los datos del recibo original.";
  const title = isFee || ["slip_issued/1", "appointment_given/1"].includes(entry.k) ? "Firma válida" : `Firma válida. No es un recibo, es «${entry.k}»`;
  show("good", name ?? title, lead, about);
}
function showName({ st, sq, hash }) {
  session.entry = hash;
  show("wait", "El papel solo nombra su registro", "Abra la dirección del código, guarde la prueba y ábrala aquí.",
    [["Puesto", st], ["Registro número", count(sq)], ["Huella", toBase64url(hash)]]);
}
async function trustCheckpoint(checkpoint) {
  const { note, origin, size, root } = checkpoint;
  if (!session.keys) throw new Refused("keys_missing");
  if (origin !== session.keys.log.name || !(await noteIsSignedBy(note, origin, session.keys.log.key))) throw new Refused("checkpoint_not_signed");
  if (session.checkpoints.some((one) => one.size === size && !same(one.root, root))) throw new Refused("two_histories");
  session.checkpoints.push(checkpoint);
  return [["Registro público", origin], ["Registros", count(size)], ["Raíz", toBase64(root)], ["Firmas en total", count(note.lines.length)]];
}
async function checkProof(text) {
  const proof = readProof(text);
  const about = await trustCheckpoint(proof.checkpoint);
  const signed = parseCompact(strictText(proof.extra));
  const entry = await sha256(signingInput(signed.payload));
  const { size, root } = proof.checkpoint;
  if (!(await isIncluded(await leafHash(entry), proof.index, size, proof.hashes, root))) throw new Refused("proof_wrong");
  const other = session.entry && !same(session.entry, entry);
  show(other ? "wait" : "good", other ? "Está publicado, pero es OTRO recibo" : "Está publicado",
    other ? "La prueba es correcta y no es del recibo que revisó antes." : "Nadie puede quitarlo sin que se note.",
    [["Lugar en el registro público", count(proof.index + 1)], ...about]);
  await checkEntry(signed, "El recibo de la prueba: firma válida");
}
async function checkConsistency(document_) {
  const [old, fresh] = [readCheckpoint(document_.old), readCheckpoint(document_.new)];
  const about = [...(await trustCheckpoint(old)).slice(1, 3), ...(await trustCheckpoint(fresh))];
  if (!(await isConsistent(old.size, fresh.size, document_.hashes.map((one) => fromBase64(one)), old.root, fresh.root))) throw new Refused("two_histories");
  show("good", "Lo nuevo continúa a lo anterior", "Nada de lo publicado antes fue cambiado ni quitado.", about);
}
async function showJournal(text) {
  byId("progress").hidden = false;
  const found = await checkJournal(text, (done, all) => {
    Object.assign(byId("progress"), { value: done, max: Math.max(all, 1) });
    byId("status").textContent = `Revisados ${count(done)} de ${count(all)} registros…`;
  });
  const { head, own, outbound, problem } = found;
  const told = (published) => (!session.keys ? "no se pudo comparar: falta keys.txt" : published ? "es la publicada" : "NO es la publicada");
  const ownKey = session.keys?.stations.some((one) => one.st === head.station && one.ep === (own.epoch ?? 1) && same(one.key, head.ownKey));
  const centreKey = session.keys && same(session.keys.centre, head.centreKey);
  const about = [["Puesto", head.station], ["Registros del puesto", count(own.length)], ["Registros de la central", count(outbound.length)]];
  if (own.length) about.push(["Desde", when(own.first)], ["Hasta", when(own.last)]);
  const both = (kind) => count((own.kinds[`${kind}/1`] ?? 0) + (own.kinds[`${kind}/2`] ?? 0));
  about.push(["Recibos", both("fee_collected")], ["Anulaciones", both("fee_voided")], ["Clave del puesto", told(ownKey)], ["Clave de la central", told(centreKey)],
    ["Palabras de la clave de la central", await wordsOf(head.centreKey)]);
  if (problem) {
    const where = problem.journal === "station" ? "diario del puesto" : "diario de la central";
    about.unshift(["Primer problema", `${where}, registro ${count(problem.sequence)}`], ["Código", problem.code]);
    return show("bad", "El diario tiene un problema", SAID[problem.code], about);
  }
  const trusted = ownKey && centreKey;
  show(trusted ? "good" : session.keys ? "bad" : "wait", trusted ? "El diario está entero" : "El diario está entero, con claves que hay que comparar",
    "Cada registro está firmado y continúa al anterior. Las reglas del dinero se revisan con el programa: ventanilla journal verify.", about);
}
async function takeKeys(text) {
  session.keys = await readKeys(text);
  byId("keys").textContent = `${session.keys.name}. Palabras de la clave: ${session.keys.words}. Puestos: ${session.keys.stations.length}.`;
  compareWords();
}
function compareWords() {
  const typed = byId("words").value.trim().toLowerCase().split(/\s+/).join(" ");
  byId("same").textContent = !typed || !session.keys ? "" : typed === session.keys.words
    ? "✓ Las palabras coinciden." : "✗ Las palabras NO coinciden: no confíe en estas claves.";
}

// ---------------------------------------------------------------- one door for everything
const MORE = {
  keys_missing: ["wait", "Falta el archivo de claves", "Abra primero keys.txt."],
  checkpoint_not_signed: ["bad", "La firma NO es de esta municipalidad", "Otro firmó esto, o fue alterado."],
  proof_wrong: ["bad", "La prueba NO es correcta", "Con estos datos el recibo no está en el registro público."],
  two_histories: ["bad", "Hay DOS historias", "La municipalidad firmó dos registros que se contradicen. Guarde los archivos: son la prueba."],
};
async function check(text) {
  try {
    if (!crypto.subtle) throw new Refused("insecure");
    if (text.startsWith("ventanilla-keys/1\n")) await takeKeys(text);
    else if (text.startsWith("c2sp.org/tlog-proof@v1\n")) await checkProof(text);
    else if (text.startsWith("{") && text.split("\n", 1)[0].includes('"ventanilla-journal/')) await showJournal(text);
    else if (text.startsWith("{")) await checkConsistency(JSON.parse(text));
    else if (text.includes("\n\n— ")) {
      show("good", "Firma del registro público válida", "Es lo que la municipalidad firmó.", await trustCheckpoint(readCheckpoint(text)));
    } else {
      const paper = text.startsWith("ey") ? parseCompact(text.trim()) : readPaper(text);
      if (paper.name) showName(paper.name); else await checkEntry(paper);
    }
  } catch (error) {
    if (MORE[error.code]) show(...MORE[error.code]);
    else if (error instanceof Refused && SAID[error.code]) {
      show("bad", "No se puede aceptar", SAID[error.code], [["Código", error.code], ...(error.details.line ? [["Línea", count(error.details.line)]] : [])]);
    } else if (error.code === "insecure" || error.name === "NotSupportedError") {
      show("wait", "Este navegador no puede revisar firmas", "Use un navegador de 2025 o más nuevo, y abra la página guardada o por https.");
    } else show("bad", "No se puede aceptar", "El archivo está incompleto o no es de Ventanilla.", [["Código", error.name]]);
  }
  byId("progress").hidden = true;
  byId("status").textContent = "Revisado. El resultado está abajo.";
}
async function open(files) {
  for (const file of files) {
    byId("status").textContent = `Leyendo ${file.name}…`;
    try { await check(strictText(new Uint8Array(await file.arrayBuffer()))); } catch { await check("?"); }
  }
}
addEventListener("DOMContentLoaded", async () => {
  byId("form").addEventListener("submit", (event) => { event.preventDefault(); check(byId("text").value); });
  byId("file").addEventListener("change", async (event) => { await open([...event.target.files]); event.target.value = ""; });
  byId("words").addEventListener("input", compareWords);
  if (!location.protocol.startsWith("http")) return; // a saved page asks nothing of any network
  try { const answer = await fetch("keys.txt"); if (answer.ok) await check(await answer.text()); } catch { /* opened by hand */ }
});
