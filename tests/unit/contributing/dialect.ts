import { type Addition, edit, newFile } from './addition.ts';

export const DIALECT: Addition = {
  heading: 'A printer dialect',
  missed: ['./dialect-typewriter.ts'],
  first: [
    edit(
      'hardware/printer/dialects.ts',
      [/import \{ STAR \}.*\n/, "import { TYPEWRITER } from './dialect-typewriter.ts';\n"],
      ['DIALECTS = { ', 'typewriter: TYPEWRITER, '],
    ),
  ],
  answers: [
    newFile(
      'hardware/printer/dialect-typewriter.ts',
      `import { type CommandSet, type Dialect, zeros } from './dialect.ts';

const LINES: CommandSet = {
  encode: ({ rows }) =>
    Buffer.from(rows.map((row) => (row.kind === 'text' ? row.text : '')).join('\\n').concat('\\f'), 'latin1'),
  filler: zeros,
};

/** Prints lines of text, and says nothing. */
export const TYPEWRITER = {
  commandSets: { typewriter: LINES },
  questions: [],
  match: () => null,
  reportChanges: null,
  grammar: () => ({
    begins: () => false,
    next: () => 'alien',
    readFrame: () => [],
    anywhere: () => null,
    alone: () => null,
  }),
  proofs: {},
  clearings: {},
} satisfies Dialect;
`,
    ),
  ],
  proof: `
    const { encodeJob } = await import('../../../hardware/printer/dialects.ts');
    const { PrinterProfile } = await import('../../../hardware/printer/profile.ts');
    const { virtualProfile } = await import('../../support/printing.ts');
    const { layOut } = await import('../../../hardware/printer/layout.ts');
    const said = { status: { dialect: 'typewriter', reportsChanges: false }, commandSet: 'typewriter' };
    const profile = PrinterProfile.parse({ ...virtualProfile, ...said, confirmation: 'none', clearing: 'none' });
    const rows = layOut({ blocks: [{ kind: 'text', size: 'normal', bold: false, align: 'start', text: 'A047' }] } as never, profile);
    const job = encodeJob({ rows, profile, processId: 'abcd', cutFirst: false });
    expect(Buffer.from(job).toString('latin1')).toContain('A047');
  `,
};
