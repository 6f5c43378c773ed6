import './office.css';
import type { OfficeInList } from '../../../src-main/contract/centre/offices.ts';
import { PageHead } from '../layout.tsx';
import { useAsked, usePage } from '../page-context.ts';
import { TableHead } from '../parts/centre-table.tsx';
import { useTitle } from '../parts/use-title.ts';
import { WaitingFor } from '../parts/waiting-for.tsx';
import { useOfficeWords } from './words.ts';

export function OfficesPage() {
  const words = useOfficeWords();
  const { t } = words;
  const { may, t: city } = usePage();
  const { body, atMs, fault } = useAsked('listOffices', { params: {} });
  const isShown = body !== null && words.isReady;
  const waiting = (body?.offices ?? []).reduce((sum, { openProposals }) => sum + openProposals, 0);
  const title = isShown
    ? waiting > 0
      ? t('list.waiting', { count: waiting })
      : t('list.title', { count: body.offices.length })
    : city('nav.offices');
  useTitle(title);
  return (
    <>
      <PageHead title={title} atMs={atMs} />
      {!isShown ? (
        <WaitingFor fault={fault} />
      ) : body.offices.length === 0 ? (
        <p class="note">{t('list.none')}</p>
      ) : (
        <table class="table cards offices">
          <TableHead columns={[t('list.office'), t('list.now'), t('list.profile')]} numbers={[t('list.proposals')]} />
          <tbody>
            {body.offices.map((office) => (
              <OfficeRow key={office.officeId} office={office} isLink={may('readProfile', office.officeId)} />
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function OfficeRow({ office, isLink }: { office: OfficeInList; isLink: boolean }) {
  const { t, time, date } = useOfficeWords();
  const { may } = usePage();
  const { officeId, name, opening, version, next, openProposals } = office;
  const until = opening?.until ?? null;
  const at = `/offices/${encodeURIComponent(officeId)}`;
  return (
    <tr>
      <th scope="row">{isLink ? <a href={at}>{name}</a> : name}</th>
      <td>
        {opening === null ? (
          t('list.unknown')
        ) : (
          <>
            <strong>{t(opening.isOpen ? 'list.open' : 'list.closed')}</strong>
            {until === null
              ? ''
              : opening.isOpen
                ? ` ${t('list.until', { time: time(until.time) })}`
                : ` ${t('list.opens', { day: date(until.date, 'day'), time: time(until.time) })}`}
          </>
        )}
      </td>
      <td>
        {version === null ? t('list.noVersion') : version}
        {next === null ? '' : ` ${t('list.next', { version: next.version, date: date(next.effectiveFrom, 'date') })}`}
      </td>
      <td class="number">
        {openProposals === 0 ? (
          '–'
        ) : may('listOfficeProposals', officeId) ? (
          <a href={`${at}/proposals`}>{t('list.toDecide', { count: openProposals })}</a>
        ) : (
          t('list.toDecide', { count: openProposals })
        )}
      </td>
    </tr>
  );
}
