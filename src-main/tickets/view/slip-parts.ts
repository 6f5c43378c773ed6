import type { TicketLanguage } from '../../contract/shared/languages.ts';
import type { LocalizedText } from '../../contract/shared/localized-text.ts';
import type { OfficeProfile } from '../../contract/shared/office-profile.ts';
import type { Service } from '../../contract/shared/services.ts';
import { ticketNameOf } from '../../office/rules/guidance.ts';
import type { SlipBlock, Wording } from '../ports/printer.ts';
import type { Moment, SlipResources, TicketTextKey } from '../steps/render-resources.ts';

export type Style = Pick<Extract<SlipBlock, { kind: 'text' }>, 'size' | 'bold' | 'align'>;
export type Say = ReturnType<typeof sayIn>;

export const sayIn =
  ({ words }: SlipResources, language: TicketLanguage) =>
  (key: TicketTextKey, style: Style, values?: Readonly<Record<string, string | number>>): SlipBlock => ({
    kind: 'text',
    ...style,
    text: words.text(language, key, values),
    language,
  });

export function hasDocumentList(profile: OfficeProfile, service: Service): boolean {
  return service.documents !== undefined && !service.sensitive && !profile.sensitive;
}

/**
 * Returns the name of a service on paper. A sensitive service has only the profile's `ticketName`, because another person may find the
 * paper; `null` without one.
 */
export const printedNameOf = (service: Service): LocalizedText | null =>
  service.sensitive ? (service.ticketName ?? null) : ticketNameOf(service);

export const catalan = (text: string): Wording => ({ text, language: 'ca' });

export const wordingOf = (text: LocalizedText, language: TicketLanguage): Wording => {
  const translated = text[language];
  return translated === undefined ? catalan(text.ca) : { text: translated, language };
};

export function tickBlock(document: LocalizedText, language: TicketLanguage): SlipBlock {
  const wording = wordingOf(document, language);
  const note = wording.text === document.ca ? {} : { note: catalan(document.ca) };
  return { kind: 'tick', size: 'tall', ...wording, ...note };
}

export const logoBlock = ({ logo }: SlipResources): SlipBlock[] =>
  logo === null ? [] : [{ kind: 'logo', bitmap: logo }];

/** Dates are numeric, because readers of all languages here expect day, month and year in this sequence. */
export const writtenDate = (date: string): string => date.split('-').toReversed().join('.');

export const heading = (profile: OfficeProfile, { date, time }: Moment): SlipBlock => ({
  kind: 'edges',
  left: `${profile.name}, ${profile.municipality}`,
  right: `${writtenDate(date)} ${time.replace(':', '.')}`,
});
