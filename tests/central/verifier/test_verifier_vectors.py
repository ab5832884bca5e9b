"""Two implementations, one verdict: the page's script beside the program, on the same good and bad inputs."""

from __future__ import annotations

import io
import random
from datetime import UTC, datetime
from typing import Any

import pytest
from selenium.webdriver.chrome.webdriver import WebDriver

from central.verifier import PAGE_FILES
from domain import canonical
from domain.envelope import EnvelopeType, Signed, parse_compact, sign, to_base64url
from domain.errors import Refusal
from domain.journal.entry import NO_PREVIOUS, Entry, read_entry
from domain.journal.file import read_journal, write_journal
from domain.journal.verify import verify_journals
from domain.merkle import Tree, is_consistent, is_included, leaf_hash
from domain.note import NoteKey, read_note, to_base64
from printing import receipt_code
from sync.seal import SigningKey, is_weak_key, verify
from tests.central.verifier.town import Town
from wording.key_words import words_of_key

_P = 2**255 - 19
_SMALL = (0, 1, _P - 1, 0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826)
_SMALL_LAST = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
#: What every call begins with.
_TOOLS = """
const bytes = (text) => fromBase64(text);
const judge = async (act) => { try { return await act(); } catch (error) { return error.code ?? "thrown " + error; } };
const run = async () => {
  const found = [];
  for (const one of input) found.push(await judge(() => check(one)));
  return found;
};
"""


def ask(page: WebDriver, check: str, cases: list[Any]) -> list[Any]:
    """The verdicts of one function of the script on many cases, in one call."""
    script = f"const done = arguments[1], input = arguments[0]; const check = {check}; {_TOOLS} run().then(done);"
    found = page.execute_async_script(script, cases)
    assert isinstance(found, list)
    assert len(found) == len(cases)
    return found


def dice() -> random.Random:
    return random.Random(20261121)  # noqa: S311 - a corpus, no secret


def flipped(data: bytes, at: int) -> bytes:
    changed = bytearray(data)
    changed[at // 8] ^= 1 << at % 8
    return bytes(changed)


def ours(payload: bytes, signature: bytes, key: bytes) -> str:
    try:
        found = read_entry(Signed(EnvelopeType.ENTRY, payload, signature))
    except Refusal as refusal:
        return refusal.code
    return "good" if found.signed.is_authentic(key, verify) else "signature_wrong"


_INSPECT = """async ([payload, signature, key]) => {
  const found = await inspect({payload: bytes(payload), signature: bytes(signature)}, bytes(key));
  return found.code ?? "good";
}"""


def test_every_flipped_bit_of_a_signed_entry_gets_the_same_verdict(page: WebDriver, town: Town) -> None:
    desk = town.desks[0]
    paper = desk.journal[-1].signed
    key = desk.key.public_key
    corpus = [(flipped(paper.payload, at), paper.signature, key) for at in range(len(paper.payload) * 8)]
    corpus += [(paper.payload, flipped(paper.signature, at), key) for at in range(512)]
    corpus += [(paper.payload, paper.signature, flipped(key, at)) for at in range(256)]
    corpus += [(paper.payload, paper.signature[:-1], key), (paper.payload, paper.signature, key)]
    wanted = [ours(*one) for one in corpus]
    assert len(corpus) > 3000
    assert wanted.count("good") == 1
    assert ask(page, _INSPECT, [[to_base64(part) for part in one] for one in corpus]) == wanted


#: Documents that one program could read and another not.
_ODD = (
    b'{"a":1.0}', b'{"a":1e2}', b'{"a":-0}', b'{"a":9007199254740991}', b'{"a":9007199254740992}',
    b'{"a":9007199254740993}', b'{"a":1,"a":1}', b'{"b":1,"a":1}', b'{"a": 1}', b'{"a":"\\u00e9"}',
    '{"a":"é"}'.encode(),
    '{"a":"e\u0301"}'.encode(), b'{"a":"\\ud800"}', b'{"a":"\\/"}', b'{"a":"/"}', b'{"a":"\\n"}', b'{"a":"\\u007f"}',
    b'{"a":"\x7f"}', '{"a":"\x80"}'.encode(), b'{"a":"\\""}', b'{"a":"\\\\"}', b'{"":1}', '{"é":1}'.encode(), b"[]",
    b"{}", b"null", b"true", b"1", b'"a"', b"", b" {}", b"{}\n", b"\xef\xbb\xbf{}", b"\xff", b"NaN", b"[NaN]",
    b"Infinity",
    b"[1,]", b"{'a':1}", b'{"__proto__":1}', b'{"constructor":{}}', b'{"10":1,"9":1}', b'{"9":1,"10":1}',
    '["\U0001f600"]'.encode(), b'["\\ud83d\\ude00"]', b'["\\u2028"]', '["\u2028"]'.encode(), b"[" * 13 + b"]" * 13,
    b"[" * 12 + b"]" * 12, b"[" * 14 + b"]" * 14, b"[" * 5000 + b"]" * 5000, b'"' + b"a" * 65534 + b'"',
    b'"' + b"a" * 65535 + b'"', b"[01]", b"[+1]", b"[.5]", b"[-1]", b"[1" + b"0" * 400 + b"]", b'{"a":"\t"}',
    '["\ufeff"]'.encode(), '["\u0130"]'.encode(), '["\u200b"]'.encode(), b'{" ":1}', b'{"~":1}',
)  # fmt: skip


def _canonical(document: bytes) -> str:
    try:
        canonical.decode(document)
    except Refusal as refusal:
        return refusal.code
    return "good"


def test_what_is_canonical_is_so_for_both(page: WebDriver) -> None:
    chance = dice()
    corpus = list(_ODD)
    good = [one for one in _ODD if _canonical(one) == "good" and 0 < len(one) < 100]
    for _ in range(4000):
        one = chance.choice(good)
        corpus.append(flipped(one, chance.randrange(len(one) * 8)))
    wanted = [_canonical(one) for one in corpus]
    assert 20 < wanted.count("good") < len(wanted)
    assert (
        ask(page, '(one) => { readCanonical(bytes(one)); return "good"; }', [to_base64(one) for one in corpus])
        == wanted
    )


def test_a_field_of_another_shape_is_refused_by_both(page: WebDriver, town: Town) -> None:
    desk = town.desks[0]
    plain = canonical.decode(desk.journal[-1].signed.payload)
    values: list[Any] = [
        None, True, False, 0, 1, 2, -1, 2**53 - 1, "", "x", "x" * 8, "x" * 9, "x" * 12, "x" * 13, "😀" * 8, "😀" * 9,
        [], {},
        "A" * 43, "0" * 42, "-" * 43, "C07", "c07", "C" * 16, "C" * 17, "fee_collected/0", "fee_collected/100",
        "a_b/9", "2026-02-29T00:00:00Z", "2028-02-29T00:00:00Z", "2026-11-21T24:00:00Z", "2026-11-21T23:59:60Z",
        "0999-01-01T00:00:00Z", "1000-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-1-01T00:00:00Z",
        "2026-11-21T00:00:00z", "2026-13-01T00:00:00Z", "\u0662026-01-01T00:00:00Z",
    ]  # fmt: skip
    corpus: list[bytes] = []
    for name in [*plain, "pd", "zz"]:
        corpus += [canonical.encode({**plain, name: value}) for value in values]
        corpus.append(canonical.encode({other: value for other, value in plain.items() if other != name}))
    signed = [sign(EnvelopeType.ENTRY, payload, desk.key) for payload in corpus]
    wanted = [ours(one.payload, one.signature, desk.key.public_key) for one in signed]
    assert {"good", "entry_malformed", "entry_format_newer"} == set(wanted)
    cases = [[to_base64(one.payload), to_base64(one.signature), to_base64(desk.key.public_key)] for one in signed]
    assert ask(page, _INSPECT, cases) == wanted


def test_keys_of_small_order_are_refused_by_both_although_browsers_take_them(page: WebDriver) -> None:
    low = (*_SMALL, _SMALL_LAST)
    corpus = [(value | top << 255).to_bytes(32, "little") for value in low for top in (0, 1)]
    corpus += [(value + _P).to_bytes(32, "little") for value in (0, 1, 18)]
    corpus += [SigningKey.generate().public_key, b"", bytes(31), bytes(33)]
    wanted = [is_weak_key(key) for key in corpus]
    assert wanted.count(False) == 1
    assert ask(page, "(key) => isWeakKey(bytes(key))", [to_base64(key) for key in corpus]) == wanted
    # The control: under the key of order one, this signature is of every message, and WebCrypto says that it is good.
    anything = """async ([key, signature]) => {
      const taken = await crypto.subtle.importKey("raw", bytes(key), "Ed25519", false, ["verify"]);
      return crypto.subtle.verify("Ed25519", taken, bytes(signature), utf8("anything"));
    }"""
    one = (1).to_bytes(32, "little")
    case = [to_base64(one), to_base64(one + bytes(32))]
    assert ask(page, anything, [case]) == [True]
    assert ask(page, '([key, signature]) => isSignedBy(bytes(key), utf8("anything"), bytes(signature))', [case]) == [
        False
    ]


def test_the_code_on_paper_is_read_alike(page: WebDriver, town: Town) -> None:
    chance = dice()
    paper = town.desks[0].journal[-1]
    whole = receipt_code.encode("CENTRAL.EXAMPLE:8443", paper.signed.payload, paper.signed.signature)
    name = receipt_code.EntryName("C07", 1, 9, bytes(range(32)))
    named = receipt_code.encode_name("CENTRAL.EXAMPLE", name)
    corpus = [
        whole,
        whole.lower(),
        f" {whole}\n",
        whole + "=",
        named,
        named.lower(),
        "",
        "HTTPS://X/R/",
        "HTTPS://X/R/H-",
    ]
    for text in (whole, named):
        corpus += [text[:cut] for cut in range(len(text))]
        for _ in range(1500):
            at = chance.randrange(len(text) * 7)
            changed = flipped(text.encode(), at // 7 * 8 + at % 7).decode()
            corpus.append(changed)
    wanted = []
    for text in corpus:
        try:
            if receipt_code.is_name(text):
                receipt_code.decode_name(text)
                wanted.append("named")
            else:
                receipt_code.decode(text)
                wanted.append("whole")
        except Refusal as refusal:
            wanted.append(refusal.code)
    assert {"named", "whole", "code_damaged", "code_not_ours"} == set(wanted)
    assert ask(page, '(text) => readPaper(text).name ? "named" : "whole"', corpus) == wanted


def test_compact_envelopes_are_read_alike(page: WebDriver, town: Town) -> None:
    chance = dice()
    text = town.desks[0].journal[-1].signed.compact()
    corpus = [text, text + "=", text + ".", text[:-1], text + "A", text.replace(".", "..", 1), "", ".", ".."]
    for _ in range(2000):
        at = chance.randrange(len(text) * 7)
        corpus.append(flipped(text.encode(), at // 7 * 8 + at % 7).decode())
    wanted = []
    for one in corpus:
        try:
            parse_compact(EnvelopeType.ENTRY, one)
            wanted.append("good")
        except Refusal as refusal:
            wanted.append(refusal.code)
    assert ask(page, '(text) => { parseCompact(text); return "good"; }', corpus) == wanted


def test_proofs_forged_and_true_get_the_same_verdict(page: WebDriver) -> None:
    chance = dice()
    tree = Tree(0, lambda _tile: b"")
    tree.append(leaf_hash(bytes([number])) for number in range(100))
    inclusion, consistency = [], []
    for _ in range(3000):
        size = chance.randrange(1, 101)
        index, old = chance.randrange(size), chance.randrange(size + 1)
        path, root = tree.inclusion_proof(index, size), tree.root(size)
        steps, before = tree.consistency_proof(old, size), tree.root(old)
        match chance.randrange(6):
            case 0:
                root = flipped(root, chance.randrange(256))
            case 1:
                path, steps = path[1:], steps[1:]
            case 2:
                path, steps = [*path, bytes(32)], [*steps, bytes(32)]
            case 3:
                index, old = chance.randrange(size + 2), chance.randrange(size + 2)
            case 4:
                path = [flipped(path[0], chance.randrange(256)), *path[1:]] if path else path
                steps = [flipped(steps[0], chance.randrange(256)), *steps[1:]] if steps else steps
        inclusion.append((leaf_hash(bytes([min(index, 255)])), index, size, path, root))
        consistency.append((old, size, steps, before, root))
    wanted = [is_included(*one) for one in inclusion]
    assert 0 < sum(wanted) < len(wanted)
    check = "([l, i, s, p, r]) => isIncluded(bytes(l), i, s, p.map(bytes), bytes(r))"
    cases = [[to_base64(leaf), i, s, [to_base64(one) for one in p], to_base64(r)] for leaf, i, s, p, r in inclusion]
    assert ask(page, check, cases) == wanted
    wanted = [is_consistent(*one) for one in consistency]
    assert 0 < sum(wanted) < len(wanted)
    check = "([o, n, p, a, b]) => isConsistent(o, n, p.map(bytes), bytes(a), bytes(b))"
    cases = [[o, n, [to_base64(one) for one in p], to_base64(a), to_base64(b)] for o, n, p, a, b in consistency]
    assert ask(page, check, cases) == wanted


def test_no_flipped_bit_of_a_note_is_seen_differently(page: WebDriver, town: Town) -> None:
    key = NoteKey("muni.example/log", town.world.centre.keys.log.public_key)
    whole = (town.web / "checkpoint").read_bytes()
    corpus, wanted = [], []
    for at in [*range(len(whole) * 8), None]:
        try:
            text = (whole if at is None else flipped(whole, at)).decode()
        except UnicodeDecodeError:
            continue
        corpus.append(text)
        try:
            wanted.append(read_note(text).is_signed_by(key, verify))
        except Refusal as refusal:
            wanted.append(refusal.code)  # type: ignore[arg-type]
    assert wanted.count(True) == 1
    check = f'(text) => noteIsSignedBy(readNote(text), "{key.name}", bytes("{to_base64(key.public_key)}"))'
    assert ask(page, check, corpus) == wanted


def test_the_six_words_are_the_same(page: WebDriver) -> None:
    keys = [bytes([number]) * 32 for number in range(200)]
    wanted = [" ".join(words_of_key(key)) for key in keys]
    assert ask(page, "(key) => wordsOf(bytes(key))", [to_base64(key) for key in keys]) == wanted


def _journal_verdict(text: str) -> list[Any]:
    try:
        file = read_journal(io.StringIO(text, newline="\n"))
    except Refusal as refusal:
        return [refusal.code, refusal.details["line"]]
    found = verify_journals(
        file.station, file.own, file.outbound, station_key=file.station_key, centre_key=file.centre_key, verify=verify
    )
    if found.is_clean:
        return ["good", found.station_length, found.centre_length]
    first = found.findings[0]
    return [first.code, first.journal, first.sequence]


_JOURNAL = """async (text) => {
  try {
    const { problem, own, outbound } = await checkJournal(text);
    return problem ? [problem.code, problem.journal, problem.sequence] : ["good", own.length, outbound.length];
  } catch (error) { return [error.code ?? String(error), error.details?.line]; }
}"""


def test_a_whole_journal_gets_the_same_verdict_whatever_was_done_to_it(page: WebDriver, town: Town) -> None:
    chance = dice()
    file = town.journal(town.desks[0])
    lines = list(write_journal(file))
    whole = "".join(lines)
    corpus = [whole, whole[:-1], whole.replace("\n", "\r\n"), whole + "\n", "", "\n", "{}\n", "\ufeff" + whole]
    own = len(file.own)
    for at in range(1, len(lines)):
        corpus.append("".join(lines[:at] + lines[at + 1 :]))  # a line is missing
        corpus.append("".join([*lines[: at + 1], *lines[at:]]))  # a line is twice
        corpus.append(
            "".join([*lines[:at], lines[1 + at % (len(lines) - 1)], *lines[at + 1 :]])
        )  # another in its place
    for cut in range(1, 4):  # the end is cut off and the heading says so
        shorter = [{"own": file.own[:-cut]}, {"outbound": file.outbound[:-cut]}]
        for change in shorter:
            document = {field: getattr(file, field) for field in file.__slots__} | change
            corpus.append("".join(write_journal(type(file)(**document))))
    for _ in range(500):
        line = chance.randrange(1, len(lines))
        at = chance.randrange((len(lines[line]) - 1) * 7)
        changed = flipped(lines[line].encode(), at // 7 * 8 + at % 7).decode()
        corpus.append("".join([*lines[:line], changed, *lines[line + 1 :]]))
    wanted = [_journal_verdict(text) for text in corpus]
    assert wanted[0] == ["good", own, len(file.outbound)]
    assert len({one[0] for one in wanted}) >= 6
    assert ask(page, _JOURNAL, corpus) == wanted


def test_fifty_thousand_entries_leave_the_page_answering(page: WebDriver, town: Town) -> None:
    """One journal of 50,000 entries, signed here; while it is walked the page's own clock goes on."""
    desk = town.desks[0]
    count = 50_000
    entries = _long_journal(desk.key, count)
    page.execute_script("window.parts = []")
    for begin in range(0, len(entries), 5_000):
        page.execute_script("window.parts.push(arguments[0])", "".join(entries[begin : begin + 5_000]))
    found = page.execute_async_script(
        """
        const done = arguments[0]; let beats = 0, told = 0;
        const beat = setInterval(() => { beats += 1; }, 50);
        checkJournal(window.parts.join(""), () => { told += 1; }).then(({own, problem}) => {
          clearInterval(beat); window.parts = []; done([own.length, problem, beats > 10, told]); });
        """
    )
    assert found[:3] == [count, None, True]
    assert found[3] >= count // 500


def _long_journal(key: SigningKey, count: int) -> list[str]:
    heading = {
        "format": "ventanilla-journal/1", "municipality": "cajamarca", "station": "C07", "entries": count,
        "outbound": 0,
        "station_key": to_base64url(key.public_key), "centre_key": to_base64url(key.public_key),
    }  # fmt: skip
    lines, previous = [canonical.encode(heading).decode() + "\n"], NO_PREVIOUS
    at = datetime(2026, 11, 21, 14, 0, tzinfo=UTC)
    for sequence in range(1, count + 1):
        entry = Entry("operator_signed_in/1", "C07", 1, sequence, previous, 0, at, 5, "b1", "ana", {"refused": 0})
        signed = sign(EnvelopeType.ENTRY, entry.payload(), key)
        previous = signed.hash
        lines.append(signed.compact() + "\n")
    return lines


def test_a_script_that_forgets_a_check_is_noticed(page: WebDriver) -> None:
    """The negative control: the same corpus, asked of a script that takes any spelling of a document."""
    corpus = [to_base64(one) for one in _ODD]
    wanted = [_canonical(one) for one in _ODD]
    careless = '(one) => { JSON.parse(new TextDecoder().decode(bytes(one))); return "good"; }'
    assert ask(page, careless, corpus) != wanted


@pytest.mark.parametrize("name", ["http://", "https://", "fetch("])
def test_the_only_address_that_the_script_asks_is_its_own_folder(name: str) -> None:
    script = PAGE_FILES["verifier.js"].decode()
    assert script.count(name) == (1 if name == "fetch(" else 0)
