import type { KioskSheet } from '../../../src-main/contract/centre/city-overview.ts';
import { TROUBLE_KINDS, type TroubleKind } from '../../../src-main/domain/trouble-kinds.ts';
import { markOf, wordsOfTrouble } from '../city/trouble-words.ts';
import { usePage } from '../page-context.ts';
import { useWhen } from '../parts/data-age.tsx';
import { Mark, type MarkKind } from '../parts/mark.tsx';
import { Section } from '../parts/section.tsx';

interface Part {
  name: string;
  says: string;
  mark: Exclude<MarkKind, 'bar'>;
  since: string | null;
}

const isTrouble = (word: string): word is TroubleKind => TROUBLE_KINDS.some((kind) => kind === word);

/**
 * Lists the kiosk's parts, each with its state. Never shown as working: a printer that the kiosk has not reported, and any part of a
 * silent, offline or revoked kiosk.
 */
function partsOf(sheet: KioskSheet, page: ReturnType<typeof usePage>): Part[] {
  const { t, operator } = page;
  const found = (kind: TroubleKind) => sheet.troubles.find((trouble) => trouble.kind === kind);
  const unheard = found('silent') ?? found('offline') ?? null;
  const part = (name: string, kinds: readonly TroubleKind[], says: string, since: string | null): Part => {
    const trouble = kinds.flatMap((kind) => found(kind) ?? [])[0];
    if (trouble !== undefined)
      return { name, says: wordsOfTrouble(trouble, page).says, mark: markOf(trouble), since: trouble.since };
    return unheard === null && sheet.revokedAt === null
      ? { name, says, mark: 'well', since }
      : { name, says: t('kiosk.says.unknown'), mark: 'unknown', since: null };
  };
  const printers = sheet.printers.map(({ condition, since }, index): Part => {
    const name = `${t('kiosk.part.printer')}${sheet.printers.length > 1 ? ` ${index + 1}` : ''}`;
    const trouble = isTrouble(condition) ? { kind: condition, since } : null;
    if (trouble !== null) return { name, says: wordsOfTrouble(trouble, page).says, mark: markOf(trouble), since };
    return condition === 'ready'
      ? part(name, [], operator('printer-ready'), since)
      : { name, says: t('kiosk.says.ofLater'), mark: 'unknown', since: null };
  });
  const { lastHeardAt, lastEventAt } = sheet;
  return [
    ...(printers.length > 0
      ? printers
      : [{ name: t('kiosk.part.printer'), says: t('kiosk.says.noPrinter'), mark: 'unknown' as const, since: null }]),
    part(t('kiosk.part.contact'), ['silent', 'offline'], t('kiosk.says.contact'), lastHeardAt),
    part(t('kiosk.part.data'), ['dead-letters'], t('kiosk.says.data'), lastEventAt),
    part(t('kiosk.part.clock'), ['clock-off'], t('kiosk.says.clock'), lastEventAt),
    // These two parts are shown only if they have a trouble, because a kiosk with an older program does not report them.
    ...(found('disk-low') ? [part(t('kiosk.part.disk'), ['disk-low'], '', null)] : []),
    ...(found('midni-certificate-ends')
      ? [part(t('kiosk.part.certificates'), ['midni-certificate-ends'], '', null)]
      : []),
    part(t('kiosk.part.program'), ['update-undone'], t('kiosk.says.program'), null),
  ];
}

export function Parts({ sheet }: { sheet: KioskSheet }) {
  const page = usePage();
  const { t } = page;
  const when = useWhen();
  return (
    <Section id="parts-title" title={t('kiosk.parts')} beside={<span>{t('city.since')}</span>}>
      <ul>
        {partsOf(sheet, page).map(({ name, says, mark, since }) => (
          <li key={name} class="part">
            <Mark kind={mark} />
            <div>
              <h3>{name}</h3>
              <p>{says}</p>
            </div>
            <p class="part-since">{since === null ? '' : when(since)}</p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
