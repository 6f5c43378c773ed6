import type { Ring } from './ring.ts';
import { announcement, type Line, lineOf, sentence, type Words } from './script.ts';
import type { Sight } from './sight.ts';
import { newsOf, type Piece, readingKey, type Stop, textOf } from './stops.ts';
import type { Teller } from './teller.ts';

/**
 * The place at which the person who listens is: the screen, the stop (a text or control that is read as a whole), and the messages that
 * have been announced there.
 */
interface Where {
  readonly key: string;
  readonly stop: Stop | null;
  readonly news: ReadonlyMap<Element, readonly Piece[]>;
}
export const NOWHERE: Where = { key: '', stop: null, news: new Map() };

export interface Reader {
  readonly page: Document;
  readonly sight: Sight;
  readonly teller: Teller;
  readonly ring: Ring;
  where: Where;
  /** Whether the keypad was used or speech is on, so that the ring around the text or control being read is shown. */
  isFollowed: boolean;
  /** Whether speech has just begun, such as by a headset's plug; nothing is spoken yet. */
  isSettling: boolean;
  wantsGuidance: boolean;
  /** The spoken line of the text or control to which the person who listens moved last; `null` once a control was pressed. */
  moved: Line | null;
}

export function goTo(reader: Reader, stop: Stop): void {
  const { page, ring } = reader;
  reader.where = { ...reader.where, stop };
  reader.isFollowed = true;
  ring.show(stop);
  if (stop.kind === 'control') stop.element.focus({ preventScroll: true });
  else if (page.activeElement instanceof HTMLElement) page.activeElement.blur();
}

export function read(reader: Reader, stop: Stop): void {
  const { sight, teller } = reader;
  const frame = sight.frame();
  // The first key after the page's start reads the current screen instead of moving on.
  if (reader.where === NOWHERE && frame !== null)
    reader.where = { ...NOWHERE, key: readingKey(frame), news: newsOf(frame, sight.language()) };
  goTo(reader, stop);
  if (!sight.says()) return;
  reader.moved = lineOf(stop, sight.language());
  teller.tell([reader.moved]);
}

/**
 * Speaks `say`. If `say` cuts off the text or control to which the person who listens has just moved, this text or control is spoken again
 * afterwards.
 */
export function tellWords(reader: Reader, say: (t: Words) => string): void {
  const { sight, teller } = reader;
  const unheard = sight.says() ? unheardMove(reader) : [];
  if (sight.isOn()) teller.tell([sentence(sight.language(), say), ...unheard]);
}

/** The line of the text or control to which the person who listens moved last; empty if the line was spoken to its end. */
const unheardMove = ({ teller, moved }: Reader): readonly Line[] => teller.unheard().filter((line) => line === moved);

export function announce(reader: Reader): void {
  const { sight, teller } = reader;
  const language = sight.language();
  const guidance: Line[] = reader.wantsGuidance
    ? [sentence(language, (t) => t(sight.mode() === 'speaker' ? 'speech.guidanceSpeaker' : 'speech.guidance'))]
    : [];
  reader.wantsGuidance = false;
  if (sight.says()) teller.tell([...guidance, ...announcement(sight.stops(), language)]);
  else if (sight.isOn()) teller.tell([...guidance, sentence(language, (t) => t('speech.private'))]);
}

/** To be called after a change of the page: announces a new screen, or the new messages of the same one. */
export function look(reader: Reader): void {
  const { sight, ring, where: before } = reader;
  const frame = sight.frame();
  if (frame === null || reader.isSettling || (!sight.isOn() && !reader.isFollowed)) return;
  const key = readingKey(frame);
  const isNew = key !== before.key;
  const stop = isNew ? null : stopNow(reader);
  reader.where = { key, stop, news: newsOf(frame, sight.language()) };
  if (reader.isFollowed) ring.show(stop);
  if (isNew) announce(reader);
  else if (sight.says()) tellChanges(reader, before);
}

/** The present words and state of the text or control at which the person who listens is; `null` if its element is gone. */
function stopNow({ sight, where }: Reader): Stop | null {
  const { stop } = where;
  return stop === null ? null : (sight.stops().find(({ element }) => element === stop.element) ?? null);
}

/**
 * Speaks new messages. Then speaks the control at which the person who listens is, if it has changed, or the text or control to which they
 * have just moved, if the messages cut it off.
 */
function tellChanges(reader: Reader, before: Where): void {
  const { where, sight, teller, moved } = reader;
  const { stop } = where;
  const news: Line[] = [...where.news]
    .filter(([element, pieces]) => pieces.length > 0 && !isSame(pieces, before.news.get(element) ?? []))
    .map(([, pieces]) => ({ pieces, stop: null }));
  const isChanged = stop?.kind === 'control' && before.stop !== null && !isSameStop(stop, before.stop);
  if (news.length === 0 && !isChanged) return;
  const isCutOff = unheardMove(reader).length > 0;
  const line = stop === null || !(isChanged || isCutOff) ? null : { ...lineOf(stop, sight.language()), stop: null };
  if (moved !== null && line !== null) reader.moved = line;
  teller.tell(line === null ? news : [...news, line]);
}

const isSame = (one: readonly Piece[], other: readonly Piece[]): boolean => textOf(one) === textOf(other);
const isSameStop = (one: Stop, other: Stop): boolean => one.state === other.state && isSame(one.pieces, other.pieces);

export function step(reader: Reader, by: 1 | -1): void {
  const all = reader.sight.stops();
  const at = all.findIndex(({ element }) => element === reader.where.stop?.element);
  const next = at === -1 ? all.findIndex(({ kind }) => kind === 'heading') : at + by;
  const stop = all[Math.min(Math.max(next, 0), all.length - 1)];
  if (stop !== undefined) read(reader, stop);
}

/**
 * Presses the control at which the person who listens is, as a touch does. Reads a text or a disabled control again. Without a present
 * place on the screen, moves to the heading.
 */
export function select(reader: Reader): void {
  const stop = stopNow(reader);
  if (stop === null) step(reader, 1);
  else if (stop.kind !== 'control' || stop.state === 'unavailable') read(reader, stop);
  else {
    reader.moved = null;
    stop.element.focus({ preventScroll: true });
    stop.element.click();
  }
}
