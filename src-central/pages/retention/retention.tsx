import { formatDate } from '../../../config/locales/dates.ts';
import type { retentionTerm } from '../../../config/locales/retention-words.ts';
import { useCentreWords } from '../centre-words.ts';
import type { Answer } from '../client.ts';
import { PageHead, waitingPage } from '../layout.tsx';
import { useAsked, usePage } from '../page-context.ts';
import { CentreTable } from '../parts/centre-table.tsx';
import { PartLinks } from '../parts/part-links.tsx';
import { useTitle } from '../parts/use-title.ts';

type Report = Answer<'readRetention'>;
type KeptClass = Report['classes'][number];
type From = Parameters<typeof retentionTerm>[1];

export function RetentionPage() {
  const { t } = usePage();
  const { isReady, words, moment } = useCentreWords();
  const { body, atMs, fault } = useAsked('readRetention', { params: {} });
  const title = isReady && body !== null ? words('retention.title', { time: moment(body.nextAt) }) : t('nav.centre');
  useTitle(title);
  if (!isReady || body === null) return waitingPage(title, body === null ? fault : null, atMs);
  const { last, classes } = body;
  const ending = classes.filter(({ term }) => term !== null);
  const kept = classes.filter(({ term }) => term === null);
  return (
    <>
      <PageHead title={title} atMs={atMs} />
      <PartLinks of="centre" />
      <p class="lead">
        {last === null ? words('retention.never') : words('retention.last', { time: moment(last.endedAt) })}{' '}
        {words('retention.lead')}
      </p>
      <ClassTable title={words('retention.ending')} classes={ending} last={last} />
      <ClassTable title={words('retention.kept')} classes={kept} last={null} />
    </>
  );
}

function ClassTable({ title, classes, last }: { title: string; classes: readonly KeptClass[]; last: Report['last'] }) {
  const { words } = useCentreWords();
  const isEnding = classes.some(({ term }) => term !== null);
  return (
    <section class="centre-part">
      <CentreTable
        title={title}
        columns={[
          words('retention.what'),
          words('retention.whose'),
          words('retention.term'),
          ...(isEnding ? [words('retention.next')] : []),
        ]}
        numbers={isEnding ? [words('retention.gone')] : []}
      >
        {classes.map((kept) => (
          <ClassRow key={kept.name} kept={kept} gone={last === null ? null : (last.counts[kept.name] ?? 0)} />
        ))}
      </CentreTable>
    </section>
  );
}

function ClassRow({ kept, gone }: { kept: KeptClass; gone: number | null }) {
  const { language } = usePage();
  const { words, retention } = useCentreWords();
  const { name, whose, end, term, isAtCentre, isAtKiosk } = kept;
  // The translations have a key for each class of stored data that this release knows. A class that only a newer centre knows is shown by
  // its name.
  const what = retention(`classes.${name as 'audit'}.what`, { defaultValue: name });
  const places = [isAtCentre ? retention('atCentre') : [], isAtKiosk ? retention('atKiosk') : []].flat();
  return (
    <tr>
      <th scope="row">{what}</th>
      <td>
        {retention(`of.${whose}`)}
        <p>{places.join(' · ')}</p>
      </td>
      <td>
        {term === null ? retention('terms.none') : retention(`terms.${term.from satisfies From}`, { count: term.days })}
        <p>{retention(`ends.${end}`)}</p>
      </td>
      {term === null ? null : (
        <>
          <td data-label={words('retention.next')}>
            {words('retention.before', { date: formatDate(language, term.endsBefore, 'full') })}
          </td>
          <td class="number" data-label={words('retention.gone')}>
            {gone ?? '–'}
          </td>
        </>
      )}
    </tr>
  );
}
