import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { TICKET_LANGUAGES } from '../../config/languages.ts';
import { layOut } from '../../hardware/printer/layout.ts';
import type { PrinterProfile } from '../../hardware/printer/profile.ts';
import { lengthDots } from '../../hardware/printer/rows.ts';
import type { Paper } from '../../hardware/simulator/virtual-printer.ts';
import { inLargePrint } from '../../src-main/tickets/view/large-print.ts';
import { composeTicket } from '../../src-main/tickets/view/ticket-document.ts';
import { encodeDocument, printSlip } from '../support/slip.ts';
import { differingDots, readPng, readQr } from './picture.ts';
import {
  APPOINTMENT_CODE,
  BOOKINGS,
  FOLLOW_ADDRESS,
  fileNameOf,
  PAPERS,
  paperOf,
  printerProfile,
  REFERENCE_FOLDER,
  SAMPLES,
  type Sample,
  shaper,
  walkIn,
} from './samples.ts';

/**
 * The number of dots that may differ: letters are drawn by the same library everywhere, but processors may round a dot at an edge
 * differently.
 */
const DOTS_THAT_MAY_DIFFER = 40;
const FAILED_FOLDER = join(import.meta.dirname, '../../test-results/references');

const hasQr = ({ document }: Sample) => document.blocks.some(({ kind }) => kind === 'qr');

describe('every sample on paper', () => {
  const papers = new Map<Sample, Paper>();

  beforeAll(async () => {
    for (const width of ['80mm', '58mm'] as const) {
      const samples = SAMPLES.filter(({ paper }) => paper === width);
      const printed = await printSlip(
        samples.map(({ document }) => document),
        PAPERS[width],
        shaper,
      );
      for (const [index, paper] of printed.entries()) {
        const sample = samples[index];
        if (sample) papers.set(sample, paper);
      }
    }
  });

  const paperOfSample = (sample: Sample): Paper => {
    const paper = papers.get(sample);
    if (!paper) throw new Error(`${sample.name} did not come out`);
    return paper;
  };

  it('has its picture, at most 40 in all', () => {
    expect(readdirSync(REFERENCE_FOLDER).sort()).toEqual(SAMPLES.map(fileNameOf).sort());
    expect(SAMPLES.length).toBeLessThanOrEqual(40);
  });

  it.each(SAMPLES)('$name on $paper looks like its picture', async (sample) => {
    const png = paperOfSample(sample).toPng();
    const reference = await readPng(readFileSync(join(REFERENCE_FOLDER, fileNameOf(sample))));
    const differing = differingDots(await readPng(png), reference);
    if (differing > DOTS_THAT_MAY_DIFFER) {
      mkdirSync(FAILED_FOLDER, { recursive: true });
      writeFileSync(join(FAILED_FOLDER, fileNameOf(sample)), png);
    }
    expect(differing, `see test-results/references/${fileNameOf(sample)}`).toBeLessThanOrEqual(DOTS_THAT_MAY_DIFFER);
  });

  it.each(SAMPLES.filter(hasQr))('the QR code of $name on $paper reads as meant', async (sample) => {
    expect(readQr(await readPng(paperOfSample(sample).toPng()))).toBe(FOLLOW_ADDRESS);
  });

  it.each(SAMPLES)('the printer understands every byte of $name on $paper', (sample) => {
    expect(paperOfSample(sample).unknown).toEqual([]);
  });
});

const office = paperOf('oac-dido');
const profiles = readdirSync(join(import.meta.dirname, '../../config/printers'))
  .filter((file) => file.endsWith('.json'))
  .map((file) => printerProfile(file.replace('.json', '')));

const withoutOwnQr = (profile: PrinterProfile): PrinterProfile => ({ ...profile, nativeQr: false });

describe('on every printer with a profile', () => {
  it.each(profiles)('$profileId: the Catalan is read back from the bytes as it was meant', async (profile) => {
    const document = composeTicket(
      office,
      walkIn('ur', { serviceId: 'registre-i-tramits', label: 'B012', duplicate: true }),
    );
    const catalan = composeTicket(office, walkIn('ca', { serviceId: 'registre-i-tramits', label: 'B012' }));
    const [inUrdu, inCatalan] = await printSlip([document, catalan], profile, shaper);
    const words = (paper: Paper | undefined) => paper?.lines.join(' ').replaceAll(/\s+/g, ' ') ?? '';
    for (const wanted of ['OAC Didó, Terrassa', '24.11.2026 10.24', 'DUPLICAT', 'B012', 'Registre i tràmits'])
      expect(words(inUrdu)).toContain(wanted);
    expect(words(inCatalan)).toContain('Seieu. Us cridarem per aquest número.');
    expect(words(inCatalan)).toContain('Seguiu el torn amb el mòbil');
    expect(words(inCatalan)).toContain('3 persones davant vostre');
  });

  it.each(profiles)('$profileId: the QR code reads as meant, drawn by the printer or sent as dots', async (profile) => {
    const document = composeTicket(office, walkIn('ca'));
    for (const printer of [profile, withoutOwnQr(profile)]) {
      const [paper] = await printSlip([document], printer, shaper);
      expect(readQr(await readPng(paper?.toPng() ?? new Uint8Array()))).toBe(FOLLOW_ADDRESS);
    }
  });
});

it.each(BOOKINGS)('the code of $name on $paper reads as meant, also in large print', async ({ document, paper }) => {
  for (const slip of [document, inLargePrint(document)]) {
    const [printed] = await printSlip([slip], PAPERS[paper], shaper);
    expect(readQr(await readPng(printed?.toPng() ?? new Uint8Array()))).toBe(APPOINTMENT_CODE);
  }
});

describe('a ticket in large print', () => {
  const documents = TICKET_LANGUAGES.flatMap((language) => {
    const content = walkIn(language, { replaces: ['A041', 'A042'], duplicate: true, appointmentTime: '10:20' });
    return (['80mm', '58mm'] as const).map((paper) => ({
      language,
      paper,
      plain: composeTicket(office, content),
      large: inLargePrint(composeTicket(office, content)),
    }));
  });

  it.each(documents)(
    'in $language on $paper is longer than the plain ticket, at most three times as long, and far shorter than the longest paper',
    (one) => {
      const [plain = 0, large = 0] = [one.plain, one.large].map((slip) =>
        lengthDots(layOut(slip, PAPERS[one.paper], shaper)),
      );
      expect(large).toBeGreaterThan(plain);
      expect(large).toBeLessThanOrEqual(3 * plain);
      // The printer leaves out what exceeds the longest paper, so a ticket in large print must stay far below that length.
      expect(large).toBeLessThanOrEqual(5_000);
    },
  );

  it('has a code of the same size, which reads as meant', async () => {
    const content = walkIn('ca');
    const modules = [composeTicket(office, content), inLargePrint(composeTicket(office, content))].map((slip) =>
      layOut(slip, PAPERS['58mm'], shaper).flatMap((row) => (row.kind === 'qr' ? [row.moduleDots] : [])),
    );
    expect(modules[1]).toEqual(modules[0]);
  });

  it.each(['ca', 'es', 'en', 'fr'] as const)('in %s has at most 450 bytes, like a plain ticket', (language) => {
    for (const paper of Object.values(PAPERS))
      expect(
        encodeDocument(inLargePrint(composeTicket(office, walkIn(language))), paper, shaper).length,
      ).toBeLessThanOrEqual(450);
  });

  it.each(['ar', 'ur', 'ro', 'uk', 'zh-Hans'] as const)(
    'in %s is at most 45,000 bytes, 47 s at 9600 baud',
    (language) => {
      for (const paper of Object.values(PAPERS))
        expect(
          encodeDocument(inLargePrint(composeTicket(office, walkIn(language))), paper, shaper).length,
        ).toBeLessThanOrEqual(45_000);
    },
  );
});

describe('the bytes of a ticket', () => {
  const bytesOf = (content: Parameters<typeof walkIn>, profile: PrinterProfile) =>
    encodeDocument(composeTicket(office, walkIn(...content)), profile, shaper).length;

  it.each(['ca', 'es', 'en', 'fr'] as const)('in %s, with the printer’s own QR code, are at most 450', (language) => {
    expect(bytesOf([language], PAPERS['80mm'])).toBeLessThanOrEqual(450);
    expect(bytesOf([language], PAPERS['58mm'])).toBeLessThanOrEqual(450);
  });

  it.each(['ar', 'ur', 'ro', 'uk', 'zh-Hans'] as const)('in %s are at most 14,000', (language) => {
    expect(bytesOf([language], PAPERS['80mm'])).toBeLessThanOrEqual(14_000);
    expect(bytesOf([language], PAPERS['58mm'])).toBeLessThanOrEqual(14_000);
  });

  it('of a Catalan ticket with its three sentences in Arabic and in Chinese are at most 14,000', () => {
    const sentencesIn = (language: 'ar' | 'zh-Hans') =>
      composeTicket(office, walkIn(language)).blocks.filter(
        (block) => 'language' in block && block.language === language && block.size === 'tall',
      );
    const blocks = [...composeTicket(office, walkIn('ca')).blocks, ...sentencesIn('ar'), ...sentencesIn('zh-Hans')];
    expect(blocks.filter((block) => 'language' in block && block.language !== 'ca')).toHaveLength(6);
    const document = { blocks };
    for (const profile of Object.values(PAPERS))
      expect(encodeDocument(document, profile, shaper).length).toBeLessThanOrEqual(14_000);
  });
});
