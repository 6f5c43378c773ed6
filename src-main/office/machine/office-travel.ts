import { carriedOf } from '../../configuration/carried.ts';
import { type LoadedOffice, loadOfficeDocument } from '../../configuration/load.ts';
import type { CoreOptions } from '../../core/arguments.ts';
import { messageOf, type Result, refuse, succeed } from '../../domain/result.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import { checkNumberOf } from '../../security/check-number.ts';
import type { OfficeKey } from '../../security/office-key.ts';
import { keyIdOf } from '../../signing/keys.ts';
import { MOST_OFFICE_BYTES } from '../contract/office-file.ts';
import type { OfficeRefusal } from '../contract/office-travel.ts';
import type { OfficeTravel, OfficeTravelState, ReadOffice, SeenOffice, TakeFault } from '../ports/office-travel.ts';
import { withoutMachine } from '../steps/travelling-office.ts';
import { readLocalParts } from './office-choice.ts';
import { openOffice, signOffice } from './office-file.ts';
import { readFromSticks, writeOnStick } from './office-sticks.ts';

export interface OfficeTravelParts {
  options: CoreOptions;
  root: string;
  office: LoadedOffice;
  /** `version`: the centre's version of the profile; `own`: the number of the technician's version; `null`: there is none. */
  version: number | null;
  own: number | null;
  slot: number | null;
  key: OfficeKey;
  clock: Clock;
  log: Log;
}

const OFFICE_FILE = /^torn-office-.*\.json$/iu;
const ANY_FILE = /^[^.].*\.json$/iu;
/** Longest time for saving on a USB stick; then the kiosk reports a failure. */
const PATIENCE_MS = 20_000;

const NOTHING: OfficeTravelState = {
  saving: { stage: 'none', file: null, check: null },
  looking: { at: null, isBusy: false, trouble: null },
  found: [],
};

type Found = SeenOffice & { read: ReadOffice | null; asks: boolean };

interface Running {
  state: OfficeTravelState;
  found: readonly Found[];
  lastNo: number;
  looks: number;
  /** Number of saves so far, by which the late result of an earlier save is recognised and ignored. */
  saves: number;
}

export function createOfficeTravel(parts: OfficeTravelParts): OfficeTravel {
  const listeners = new Set<() => void>();
  const running: Running = { state: NOTHING, found: [], lastNo: 0, looks: 0, saves: 0 };
  const become = (next: Partial<OfficeTravelState>): void => {
    running.state = { ...running.state, ...next };
    for (const listener of [...listeners]) listener();
  };
  const look = looking(parts, running, become);
  return {
    state: () => running.state,
    save: saving(parts, running, become),
    look,
    take: (no, isSure) => take(running, no, isSure),
    leave() {
      look(null, { bare: false, only: null });
      running.saves += 1;
      become({ saving: NOTHING.saving });
    },
    onChange: (listener) => void listeners.add(listener),
  };
}

type Become = (next: Partial<OfficeTravelState>) => void;

async function signedFile({ office, version, own, slot, key, clock, log }: OfficeTravelParts) {
  const found = await key.use();
  if (!found.ok) {
    log.event('office-not-saved', { detail: found.error.detail });
    return null;
  }
  const profile = withoutMachine(office.profile);
  const content = {
    version: `${version ?? 0}.${own ?? 0}`,
    madeAt: new Date(clock.wallMs()).toISOString(),
    slot,
    profile,
    carried: carriedOf(office),
  };
  const bytes = signOffice(content, found.value);
  const name = `torn-office-${profile.officeId}-${slot ?? 'x'}-${content.version}.json`;
  return { bytes, name, check: await checkNumberOf(bytes) };
}

function saving(parts: OfficeTravelParts, running: Running, become: Become): () => void {
  const { root, options, clock, log } = parts;
  async function write(): Promise<Partial<OfficeTravelState>> {
    const file = await signedFile(parts);
    if (file === null) return { saving: { stage: 'no-key', file: null, check: null } };
    const { bytes, name, check } = file;
    const stage = await writeOnStick({ root, folder: options.stickDir ?? null }, name, bytes);
    if (stage !== 'saved') {
      log.event('office-not-saved', { detail: stage });
      return { saving: { stage, file: null, check: null } };
    }
    log.event('office-saved', { file: name, check });
    return { saving: { stage, file: name, check } };
  }
  return () => {
    if (running.state.saving.stage === 'saving') return;
    running.saves += 1;
    const mine = running.saves;
    const end = (next: Partial<OfficeTravelState>) => {
      if (mine === running.saves && running.state.saving.stage === 'saving') become(next);
    };
    become({ saving: { stage: 'saving', file: null, check: null } });
    const stuck = { saving: { stage: 'not-saved', file: null, check: null } } as const;
    const giveUp = clock.after(PATIENCE_MS, () => end(stuck));
    void write()
      .catch((error: unknown) => {
        log.event('office-not-saved', { detail: messageOf(error) });
        return stuck;
      })
      .then((next) => {
        giveUp();
        end(next);
      });
  };
}

type Which = Parameters<OfficeTravel['look']>[1];

function looking(parts: OfficeTravelParts, running: Running, become: Become): OfficeTravel['look'] {
  const { root, options } = parts;

  async function search(which: Which) {
    const wanted = which.bare ? ANY_FILE : OFFICE_FILE;
    const place = { root, folder: options.stickDir ?? null };
    const { trouble, files } = await readFromSticks(place, wanted, MOST_OFFICE_BYTES);
    const found: Found[] = [];
    for (const file of files) {
      running.lastNo += 1;
      found.push(await seen(parts, { no: running.lastNo, ...file }, which));
    }
    return { trouble, found };
  }

  return (at, which) => {
    running.looks += 1;
    const mine = running.looks;
    running.found = [];
    if (at === null) {
      if (running.state.looking.at !== null) become({ looking: NOTHING.looking, found: [] });
      return;
    }
    become({ looking: { at, isBusy: true, trouble: null }, found: [] });
    void search(which)
      .catch(() => ({ trouble: 'stick-gone' as const, found: [] }))
      .then(({ trouble, found }) => {
        if (mine !== running.looks) return;
        running.found = found;
        become({ looking: { at, isBusy: false, trouble }, found: found.map(withoutRead) });
      });
  };
}

const withoutRead = ({ no, name, refused, seen: shown }: Found): SeenOffice => ({ no, name, refused, seen: shown });

interface GivenFile {
  no: number;
  name: string;
  bytes: Buffer | null;
  refused: OfficeRefusal | null;
}

/** Checks one file completely, including the files that its profile names, so that every office offered for import can be used. */
async function seen(
  { options, key }: OfficeTravelParts,
  { no, name, bytes, refused }: GivenFile,
  { bare, only }: Which,
): Promise<Found> {
  const nothing = { no, name, seen: null, read: null, asks: true };
  if (bytes === null) return { ...nothing, refused: refused ?? 'unreadable' };
  const opened = openOffice(bytes, bare);
  if (!opened.ok) return { ...nothing, refused: opened.error.kind };
  const { content, publicKey } = opened.value;
  const { carried, slot, madeAt } = content;
  const profile = withoutMachine(content.profile);
  const check = await checkNumberOf(bytes);
  const isOwn = publicKey !== null && publicKey === (await key.publicKey());
  const trust = publicKey === null ? 'unsigned' : isOwn ? 'own' : 'unknown';
  const isUsable = canBeUsed({ profile, carried }, options);
  const why = only !== null && profile.officeId !== only ? 'other-office' : isUsable ? null : 'not-usable';
  return {
    no,
    name,
    refused: why,
    seen: { profile, slot, madeAt: publicKey === null ? null : madeAt, trust, check },
    read: why === null ? { profile, carried, check, keyId: publicKey === null ? null : keyIdOf(publicKey) } : null,
    asks: !isOwn,
  };
}

/** Whether everything that the profile names is on this kiosk or came with the profile's file. */
function canBeUsed({ profile, carried }: Pick<ReadOffice, 'profile' | 'carried'>, options: CoreOptions): boolean {
  const { configDir } = options;
  const loaded = loadOfficeDocument({ document: JSON.stringify(profile), configDir, carried });
  return loaded.ok && readLocalParts(options, loaded.value.profile).ok;
}

function take({ found }: Running, no: number, isSure: boolean): Result<ReadOffice, TakeFault> {
  const chosen = found.find((one) => one.no === no);
  if (chosen === undefined || chosen.read === null) return refuse({ kind: 'not-there' });
  if (chosen.asks && !isSure) return refuse({ kind: 'not-confirmed' });
  return succeed(chosen.read);
}
