import { createRandom, type Random } from '../../../reliability/random.ts';

/** A file for translators after something happened to it. */
interface Mutation {
  kind: string;
  bytes: Uint8Array;
  /** The sentences whose lines were touched, or stand beside a line that was. */
  touched: ReadonlySet<string>;
}

/** A line, and the sentence whose entry it stands in or beside. */
interface Line {
  text: string;
  ids: readonly string[];
}

const BROKEN_IN = ['"', '\\', '{', '}', '<b>', '#', '\u202e', '\n', '\r', ' ', 'msgid ', '%', '\u0000', 'é'] as const;

type Change = (lines: Line[], random: Random) => Line[];

const at = (lines: readonly Line[], random: Random): number => random.int(0, lines.length - 1);
const withText = (line: Line, text: string): Line => ({ ...line, text });
/** A change of the text of one line. */
const ofText =
  (change: (text: string, random: Random) => string): Change =>
  (lines, random) => {
    const chosen = at(lines, random);
    return lines.map((line, index) => (index === chosen ? withText(line, change(line.text, random)) : line));
  };
const cut = (text: string, random: Random): [string, string] => {
  const place = random.int(0, text.length);
  return [text.slice(0, place), text.slice(place)];
};

const CHANGES: Readonly<Record<string, Change>> = {
  'a line is lost': (lines, random) => lines.toSpliced(at(lines, random), 1),
  'a line stands twice': (lines, random) => {
    const chosen = at(lines, random);
    return lines.flatMap((line, index) => (index === chosen ? [line, line] : [line]));
  },
  'a line stands elsewhere': (lines, random) => {
    const from = at(lines, random);
    const to = at(lines, random);
    const moved = lines[from];
    return moved === undefined ? lines : lines.toSpliced(from, 1).toSpliced(to, 0, moved);
  },
  'the end is lost': (lines, random) => lines.slice(0, at(lines, random) + 1),
  'the beginning is lost': (lines, random) => lines.slice(at(lines, random)),
  'a line is a comment': ofText((text) => `# ${text}`),
  'a letter is lost': ofText((text, random) => {
    const [before, after] = cut(text, random);
    return before + after.slice(1);
  }),
  'something is put in': ofText((text, random) => {
    const [before, after] = cut(text, random);
    return before + random.pick(BROKEN_IN) + after;
  }),
  'a line is empty': ofText(() => ''),
  'a text is lost': ofText((text) => text.replace(/(?<=^msgstr\S* ").*(?="$)/, '')),
  'a placeholder is another': ofText((text) => text.replace(/\{\{\w+\}\}/, '{{name}}')),
  'a mark is put or taken': ofText((text) =>
    text === '#, fuzzy' ? '#' : text.replace(/^msgctxt/, '#, fuzzy\nmsgctxt'),
  ),
  'a text is rewritten': (lines, random) => {
    const texts = [...lines.entries()].filter(([, { text }]) => /^msgstr\S* "./.test(text));
    const [chosen] = random.pick(texts);
    return lines.map((line, index) =>
      index === chosen ? withText(line, line.text.replace(/(?<=^msgstr\S* ")/, 'x')) : line,
    );
  },
};

/** What can happen between a translator's desk and ours, `count` times; the same for the same seed. */
export function* mutationsOf(file: string, { seed, count }: { seed: number; count: number }): Generator<Mutation> {
  const lines = linesOf(file);
  const kinds = Object.entries(CHANGES);
  for (let n = 0; n < count; n += 1) {
    const random = createRandom(seed, n);
    if (random.chance(0.1)) {
      const bytes = new TextEncoder().encode(file);
      const place = random.int(0, bytes.length - 1);
      bytes[place] = (bytes[place] ?? 0) ^ (1 << random.int(0, 7));
      const line = new TextDecoder().decode(bytes.slice(0, place)).split('\n').length - 1;
      yield { kind: 'a bit is another', bytes, touched: new Set(lines[line]?.ids) };
      continue;
    }
    const [kind, change] = random.pick(kinds);
    const after = change([...lines], random);
    const bytes = new TextEncoder().encode(after.map(({ text }) => text).join('\n'));
    yield { kind, bytes, touched: touchedBetween(lines, after) };
  }
}

/** A line that is not where it was touches the entry that it was in, and the one that it is in now. */
function touchedBetween(before: readonly Line[], after: readonly Line[]): Set<string> {
  let same = 0;
  while (same < before.length && before[same] === after[same]) same += 1;
  let sameAtEnd = 0;
  while (
    sameAtEnd < Math.min(before.length, after.length) - same &&
    before[before.length - 1 - sameAtEnd] === after[after.length - 1 - sameAtEnd]
  )
    sameAtEnd += 1;
  const changed = [...before.slice(same, before.length - sameAtEnd), ...after.slice(same, after.length - sameAtEnd)];
  return new Set(changed.flatMap(({ ids }) => ids));
}

function linesOf(file: string): Line[] {
  const blocks = file.split('\n\n').map((block) => {
    const [, context = ''] = /^msgctxt "(.*)"$/m.exec(block) ?? [];
    return { texts: block.split('\n'), id: context.replace(/_(zero|one|two|few|many|other)$/, '') };
  });
  return blocks.flatMap(({ texts, id }, index) => {
    const next = blocks[index + 1]?.id;
    const lines: Line[] = texts.map((text) => ({ text, ids: [id] }));
    return next === undefined ? lines : [...lines, { text: '', ids: [id, next] }];
  });
}
