import { markOf, wordsOfTrouble } from '../city/trouble-words.ts';
import { PageHead } from '../layout.tsx';
import { useAsked, usePage } from '../page-context.ts';
import { TableHead } from '../parts/centre-table.tsx';
import { useWhen } from '../parts/data-age.tsx';
import { Mark } from '../parts/mark.tsx';
import { useTitle } from '../parts/use-title.ts';
import { WaitingFor } from '../parts/waiting-for.tsx';

/** The list of kiosks. `?office=` in the page's address restricts the list to an office, `?state=well` to kiosks without trouble. */
export function KiosksPage() {
  const page = usePage();
  const { t, route } = page;
  const { body, atMs, fault } = useAsked('readCity', { params: {} });
  const when = useWhen();
  const office = route.query.get('office');
  const isOnlyWell = route.query.get('state') === 'well';
  const shown = (body?.kiosks ?? []).filter(
    ({ officeId, troubles }) => (office === null || officeId === office) && (!isOnlyWell || troubles.length === 0),
  );
  const title = body === null ? t('nav.kiosks') : t('kiosks.title', { count: shown.length });
  useTitle(title);
  const names = new Map<string, string>(body?.offices.map(({ officeId, name }) => [officeId, name]));
  return (
    <>
      <PageHead title={title} atMs={atMs} />
      {body === null ? (
        <WaitingFor fault={fault} />
      ) : (
        <>
          {office === null && !isOnlyWell ? null : (
            <p>
              <a href="/kiosks">{t('city.unfilter')}</a>
            </p>
          )}
          <table class="table">
            <TableHead columns={[t('kiosks.state'), t('kiosks.kiosk')]} numbers={[t('city.since')]} />
            <tbody>
              {shown.map(({ kioskId, officeId, name, troubles: [trouble] }) => (
                <tr key={kioskId}>
                  <td>
                    <Mark kind={trouble === undefined ? 'well' : markOf(trouble)} />
                  </td>
                  <th scope="row">
                    <a href={`/kiosks/${encodeURIComponent(kioskId)}`}>
                      {t('city.place', { office: names.get(officeId) ?? officeId, name })}
                    </a>
                    {trouble === undefined ? null : <p>{wordsOfTrouble(trouble, page).says}</p>}
                  </th>
                  <td class="number">{trouble === undefined ? '' : when(trouble.since)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </>
  );
}
