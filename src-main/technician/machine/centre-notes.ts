import { X509Certificate } from 'node:crypto';
import { type CentreNote, MOST_NOTE_BYTES, readNoteCode, readNoteFile } from '../../contract/shared/centre-note.ts';
import { readFromSticks, type SticksPlace } from '../../office/machine/office-sticks.ts';
import type { NoteView } from '../contract/first-run.ts';
import type { CentreNotes } from '../ports/centre-notes.ts';

type Trouble = NonNullable<NoteView['trouble']>;
interface ReadNote {
  note: CentreNote;
  authority: { name: string | null; fingerprint: string } | null;
}

const NOTE_NAME = /^torn-centre.*\.json$/iu;
const NOTHING: NoteView = { isLooking: false, trouble: null, read: null };

export function createCentreNotes(place: SticksPlace): CentreNotes {
  const listeners = new Set<() => void>();
  let state = NOTHING;
  let read: ReadNote | null = null;
  let lastNo = 0;
  /** Number of the current search; the result of an earlier search is dropped. */
  let looks = 0;
  function become(next: NoteView, note: ReadNote | null): void {
    looks += 1;
    state = next;
    read = note;
    for (const listener of [...listeners]) listener();
  }
  function end(found: ReadNote | Trouble): void {
    if (typeof found === 'string') {
      become({ ...NOTHING, trouble: found }, null);
      return;
    }
    // The scanner repeats the code while the paper stays in front of it. The same note keeps its number, so that a touch on it stays valid.
    if (JSON.stringify(found) === JSON.stringify(read)) return;
    lastNo += 1;
    const { url, cityId, keyId = null, proxy } = found.note;
    become({ ...NOTHING, read: { no: lastNo, url, cityId, keyId, proxy, authority: found.authority } }, found);
  }
  return {
    state: () => state,
    look() {
      become({ ...NOTHING, isLooking: true }, null);
      const mine = looks;
      void lookOnSticks(place)
        .catch((): Trouble => 'stick-gone')
        .then((found) => {
          if (mine === looks) end(found);
        });
    },
    scanned: (text) => end(checked(readNoteCode(text))),
    shown(no) {
      if (read === null || state.read?.no !== no) return null;
      return { note: read.note, fingerprint: read.authority?.fingerprint ?? null };
    },
    drop() {
      if (state !== NOTHING) become(NOTHING, null);
    },
    onChange: (listener) => void listeners.add(listener),
  };
}

async function lookOnSticks(place: SticksPlace): Promise<ReadNote | Trouble> {
  const { trouble, files } = await readFromSticks(place, NOTE_NAME, MOST_NOTE_BYTES);
  if (trouble !== null) return trouble;
  const [file, another] = files;
  if (file === undefined) return 'no-note';
  if (another !== undefined) return 'many-notes';
  return file.bytes === null ? 'not-a-note' : checked(readNoteFile(file.bytes.toString('utf8')));
}

function checked(note: CentreNote | null): ReadNote | Trouble {
  if (note === null) return 'not-a-note';
  if (note.authority === null) return { note, authority: null };
  if ('fingerprint' in note.authority) return { note, authority: { name: null, ...note.authority } };
  try {
    const certificate = new X509Certificate(note.authority.pem);
    if (!certificate.ca) return 'not-a-note';
    const { CN, O } = certificate.toLegacyObject().subject;
    const name = [CN, O].flat().filter((part) => part !== undefined && part !== '');
    const fingerprint = certificate.fingerprint256.replaceAll(':', '').toLowerCase();
    // Only the certificate is kept, without other content of the note's file.
    const pem = certificate.toString();
    return { note: { ...note, authority: { pem } }, authority: { name: name.join(', '), fingerprint } };
  } catch {
    return 'not-a-note';
  }
}
