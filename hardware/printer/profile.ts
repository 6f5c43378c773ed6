import { z } from 'zod';

/** Dots of one character of the two built-in fonts, as the ticket's layout counts them. */
export const FONT_CELL = { a: { widthDots: 12, heightDots: 24 }, b: { widthDots: 9, heightDots: 17 } } as const;

/**
 * What one model of printer is and can do, as data. The README of `config/printers` gives the sources. Speeds are the fastest the
 * maker names; deadlines add their own margin.
 */
export const PrinterProfile = z
  .strictObject({
    profileId: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
    maker: z.string().min(1),
    model: z.string().min(1),
    /** By which commands it prints. `star-line` is what Star's line mode and StarPRNT have in common. */
    commandSet: z.enum(['escpos', 'star-line']),
    /** Width of the printable line. */
    widthDots: z.int().min(200).max(1_000),
    dpi: z.int().min(150).max(400),
    /** Characters per line at normal size. */
    columns: z.strictObject({ a: z.int().min(12).max(80), b: z.int().min(16).max(110) }),
    /** How many times a character can be enlarged, both ways. */
    largestScale: z.int().min(2).max(8),
    /** The number this model gives to Windows-1252. */
    cp1252Page: z.int().min(0).max(255),
    /** Whether it draws QR codes itself, by `GS ( k` or its dialect's own command; otherwise they are sent as dots. */
    nativeQr: z.boolean(),
    /** `partial` leaves the paper hanging by a point. */
    cutter: z.enum(['none', 'partial', 'full']),
    /** From the print head to the blade, or to the edge where a person tears: every ticket is fed this much at its end. */
    headToCutterMm: z.number().min(0).max(60),
    cutMs: z.int().min(0).max(5_000),
    speedMmPerS: z.number().min(20).max(1_000),
    /** Without the sensor the near-end bits mean nothing. */
    nearEndSensor: z.boolean(),
    /** What holds the ticket out after the cut: `custom` is told to by `GS e`. */
    presenter: z.enum(['none', 'custom']),
    /**
     * How it proves that a ticket is on paper: by the answer to `GS ( H` function 48; by an answer to `GS r` after the data, and no
     * fault until the paper must be out; by Star's counter of ETB; or not at all.
     */
    confirmation: z.enum(['process-id', 'fence', 'star-counter', 'none']),
    /** How it drops what it has not printed: by `DLE DC4` function 8, by Star's CAN, or not at all. */
    clearing: z.enum(['dle-dc4-8', 'star-can', 'none']),
    status: z.strictObject({
      /** How it speaks of itself: `DLE EOT` 1 to 4, Star's automatic status, Custom's full status, or not at all. */
      dialect: z.enum(['escpos', 'star', 'custom', 'none']),
      /** Whether what it reports unasked can be believed; if not, it is not asked to and not listened to. */
      reportsChanges: z.boolean(),
    }),
    /** JSON pointers to the facts above that no source vouches for: a person confirms them at installation. */
    toConfirm: z.array(z.string().regex(/^(\/[a-zA-Z0-9]+)+$/)),
  })
  .superRefine((profile, context) => {
    const refuse = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message });
    for (const font of ['a', 'b'] as const)
      if (profile.columns[font] * FONT_CELL[font].widthDots > profile.widthDots)
        refuse(['columns', font], `does not fit ${profile.widthDots} dots`);

    const isStar = profile.commandSet === 'star-line';
    const { dialect, reportsChanges } = profile.status;
    if (isStar !== (dialect === 'star') && dialect !== 'none')
      refuse(['status', 'dialect'], `does not go with the command set ${profile.commandSet}`);
    if (isStar && ['process-id', 'fence'].includes(profile.confirmation))
      refuse(['confirmation'], 'is not known to the command set star-line');
    if (profile.confirmation === 'star-counter' && dialect !== 'star')
      refuse(['confirmation'], 'needs the status dialect star');
    if (profile.confirmation === 'fence' && dialect === 'none')
      refuse(['confirmation'], 'needs a status: a fence that was passed says nothing of what happened after it');
    const clearings = isStar ? ['star-can', 'none'] : ['dle-dc4-8', 'none'];
    if (!clearings.includes(profile.clearing))
      refuse(['clearing'], `is not known to the command set ${profile.commandSet}`);
    if (profile.clearing === 'star-can' && dialect !== 'star') refuse(['clearing'], 'needs the status dialect star');
    if (reportsChanges && !['escpos', 'star'].includes(dialect))
      refuse(['status', 'reportsChanges'], `is not known to the status dialect ${dialect}`);
    // The counter comes with the automatic status alone.
    if (profile.confirmation === 'star-counter' && !reportsChanges)
      refuse(['status', 'reportsChanges'], 'is how the counter is told');
    if (profile.cutter === 'none' && profile.cutMs !== 0) refuse(['cutMs'], 'takes no time without a cutter');
    profile.toConfirm.forEach((pointer, index) => {
      if (!leadsToFact(profile, pointer)) refuse(['toConfirm', String(index)], `${pointer} leads to no fact`);
    });
  });
export type PrinterProfile = z.infer<typeof PrinterProfile>;

function leadsToFact(profile: object, pointer: string): boolean {
  let at: unknown = profile;
  for (const name of pointer.split('/').slice(1)) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return false;
    at = Reflect.get(at, name);
  }
  return at !== undefined;
}
