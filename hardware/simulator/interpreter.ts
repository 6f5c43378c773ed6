import type { PrinterProfile } from '../printer/profile.ts';
import { createCommandBuffer } from './command-buffer.ts';
import type { Action, Interpreter } from './dialect.ts';
import type { Bitmap, FontName } from './glyphs.ts';
import { type Alignment, alignImage, createLine } from './line.ts';

export interface InterpreterOptions {
  profile: Pick<PrinterProfile, 'maker' | 'model' | 'widthDots' | 'cp1252Page'>;
  /** False: lines have only text and length, no dots. Default true. */
  draws?: boolean;
  /** Pictures stored in the printer, by key (`GS ( L` function 69) or number (`FS p`). */
  logos?: Readonly<Record<string, Bitmap>>;
}

export interface Style {
  font: FontName;
  bold: boolean;
  smooth: boolean;
  widthScale: number;
  heightScale: number;
  align: Alignment;
  page: number;
  spacingDots: number;
}

const styleAfterReset = (spacingDots: number): Style => ({
  font: 'a',
  bold: false,
  smooth: false,
  widthScale: 1,
  heightScale: 1,
  align: 0,
  page: 0,
  spacingDots,
});

/** The print head as a maker's commands use it: they change the style of the current line, print the line, and print pictures. */
export interface Head {
  style(): Style;
  restyle(change: Partial<Style>): null;
  /** Prints the line and feeds by the spacing, or by the characters' height if larger. */
  flush(spacingDots: number): Action;
  /** Prints a picture and feeds by its height; does nothing without a picture. `code` is the content of a QR code in it. */
  printImage(image: Bitmap | null | undefined, code?: string): Action | null;
  addImage(image: Bitmap): void;
  begin(): Action;
  logo(key: string): Bitmap | null;
}

/** The commands that differ between makers; `Reader` handles everything else. */
export interface Language {
  spacingDots: number;
  begins(byte: number): boolean;
  /** Returns the length of the first command, which may be more than has arrived. For an unknown command, the length of its name. */
  commandLength(bytes: Uint8Array): number;
  /** `undefined`: the command is unknown. */
  obey(command: Uint8Array, head: Head): Action | null | undefined;
  /** A byte that the printer obeys on receipt when it arrives between two commands; `null` if there is none. */
  cancelByte: number | null;
  /** Returns the length in bytes of a request to confirm the job at the front of the buffer, 0 if none is there. */
  proofLength(waiting: Uint8Array): number;
  reset(): void;
}

const LF = 0x0a;
const isText = (byte: number) => byte >= 0x20 && byte !== 0x7f;

/** Interprets print data command by command and returns the mechanism's actions. */
export function interpret(
  options: InterpreterOptions,
  language: Language,
  onCancel: () => void = () => undefined,
): Interpreter {
  return new Reader(options, language, onCancel);
}

class Reader implements Interpreter {
  readonly #options: InterpreterOptions;
  readonly #language: Language;
  readonly #onCancel: () => void;
  readonly #draws: boolean;
  readonly #buffer = createCommandBuffer();
  readonly #line;
  readonly #cp1252 = new TextDecoder('windows-1252');
  readonly #head: Head;
  #style: Style;
  /** Alignment of the present line. A change takes effect only at the start of the next line. */
  #lineAlign: Alignment = 0;
  #moved = false;
  /** Count of waiting bytes known to end at the end of a command; only a language with a cancel byte needs it. */
  #walked = 0;

  constructor(options: InterpreterOptions, language: Language, onCancel: () => void) {
    this.#options = options;
    this.#language = language;
    this.#onCancel = onCancel;
    this.#draws = options.draws ?? true;
    this.#line = createLine(options.profile.widthDots, this.#draws);
    this.#style = styleAfterReset(language.spacingDots);
    this.#head = {
      style: () => this.#style,
      restyle: (change) => this.#restyle(change),
      flush: (spacingDots) => this.#flush(spacingDots),
      printImage: (image, code) => this.#printImage(image, code),
      addImage: (image) => this.#line.addImage(image),
      begin: () => this.#begin(),
      logo: (key) => options.logos?.[key] ?? null,
    };
  }

  receive(bytes: Uint8Array): void {
    this.#buffer.add(bytes);
    if (this.#language.cancelByte !== null) this.#walk(this.#language.cancelByte);
  }

  held(): number {
    return this.#buffer.waiting().length;
  }

  next(): Action | null {
    for (;;) {
      const waiting = this.#buffer.waiting();
      const [byte] = waiting;
      if (byte === undefined) return null;
      if (isText(byte)) {
        const full = this.#add(byte);
        if (full !== null) return full;
      } else if (byte === LF) {
        this.#take(1);
        return this.#flush(this.#style.spacingDots);
      } else if (this.#language.begins(byte)) {
        const length = this.#language.commandLength(waiting);
        if (waiting.length < length) return null;
        const action = this.#language.obey(waiting.subarray(0, length), this.#head);
        this.#take(length, action !== undefined);
        if (action) return action;
      } else this.#take(1, false);
    }
  }

  drop(): void {
    this.#buffer.drop();
    this.#line.forget();
    this.#lineAlign = this.#style.align;
    this.#walked = 0;
  }

  reset(): void {
    this.drop();
    this.#setUp();
    this.#language.reset();
  }

  takeBytes(): Uint8Array {
    this.#moved = false;
    const waiting = this.#buffer.waiting();
    return this.#buffer.takeObeyed(Math.min(waiting.length, this.#language.proofLength(waiting)));
  }

  takeUnknown(): string[] {
    return this.#buffer.takeUnknown();
  }

  #take(count: number, isKnown = true): void {
    if (isKnown) this.#buffer.consume(count);
    else this.#buffer.refuse(count);
    this.#walked = Math.max(0, this.#walked - count);
  }

  /**
   * Adds a character to the line; `null`: the character fitted. If the line is full, the line is printed and the same byte is read again.
   */
  #add(byte: number): Action | null {
    const isKnown = byte < 0x80 || this.#style.page === this.#options.profile.cp1252Page;
    const character = isKnown ? this.#cp1252.decode(Uint8Array.of(byte)) : '\u00bf';
    if (!this.#line.add(character, this.#style)) return this.#flush(this.#style.spacingDots);
    if (!isKnown) this.#buffer.note(`${byte.toString(16)} in page ${this.#style.page}`);
    this.#take(1);
    return null;
  }

  #flush(spacingDots: number): Action {
    this.#moved = true;
    if (this.#line.isEmpty()) return { kind: 'feed', heightDots: spacingDots };
    const { text, bitmap } = this.#line.take(this.#lineAlign);
    this.#lineAlign = this.#style.align;
    return { kind: 'print', bitmap, text, heightDots: Math.max(bitmap.heightDots, spacingDots) };
  }

  #printImage(image: Bitmap | null | undefined, code?: string): Action | null {
    if (!image) return null;
    this.#moved = true;
    const bitmap = alignImage(image, this.#options.profile.widthDots, this.#style.align, this.#draws);
    return { kind: 'print', bitmap, text: '', heightDots: image.heightDots, ...(code === undefined ? {} : { code }) };
  }

  #restyle(change: Partial<Style>): null {
    this.#style = { ...this.#style, ...change };
    if (this.#line.isEmpty()) this.#lineAlign = this.#style.align;
    return null;
  }

  #begin(): Action {
    // Settings before the first print do not belong to any paper.
    if (!this.#moved) this.#buffer.forgetObeyed();
    this.#line.forget();
    this.#setUp();
    return { kind: 'begin' };
  }

  #setUp(): void {
    this.#style = styleAfterReset(this.#language.spacingDots);
    this.#lineAlign = this.#style.align;
  }

  /** Reads new bytes command by command, because a cancel byte counts at once, but only between two commands. */
  #walk(cancelByte: number): void {
    for (;;) {
      const rest = this.#buffer.waiting().subarray(this.#walked);
      const [byte] = rest;
      if (byte === undefined) return;
      if (byte === cancelByte) {
        const after = rest.slice(1);
        this.reset();
        this.#onCancel();
        this.#buffer.add(after);
        continue;
      }
      const length = this.#language.begins(byte) ? this.#language.commandLength(rest) : 1;
      if (rest.length < length) return;
      this.#walked += length;
    }
  }
}
