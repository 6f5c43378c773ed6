import { useEffect, useState } from 'preact/hooks';
import type { AuditEntry } from '../../../src-main/contract/centre/administration.ts';
import { auditHead, auditLines } from '../../administration/audit-columns.ts';
import { tokenRoleOf } from '../access/token-roles.ts';
import { useCentreWords } from '../centre-words.ts';
import type { Answer, Client, Refused } from '../client.ts';
import { PageHead, waitingPage } from '../layout.tsx';
import { useAsked, usePage } from '../page-context.ts';
import { CentreTable } from '../parts/centre-table.tsx';
import { Button, InputField, OfficeField, SelectField, SubmitButton, submits } from '../parts/fields.tsx';
import { PartLinks } from '../parts/part-links.tsx';
import { saveCsv } from '../parts/save-file.ts';
import { usePlaces } from '../parts/use-places.ts';
import { useTitle } from '../parts/use-title.ts';
import { WaitingFor } from '../parts/waiting-for.tsx';
import { goTo } from '../router.ts';
import { localDay } from '../times.ts';
import { ACTS, isRead, officeOf, type Search, searchIn, searchText } from './search.ts';

export function AuditPage() {
  const { t, route } = usePage();
  const { isReady, words } = useCentreWords();
  const search = searchIn(route.query);
  const title = isReady ? words('audit.title') : t('nav.centre');
  useTitle(title);
  if (!isReady) return waitingPage(title, null);
  return (
    <>
      <PageHead title={title} />
      <PartLinks of="centre" />
      <SearchForm key={searchText(search)} search={search} />
      <Found key={`found ${searchText(search)}`} search={search} />
    </>
  );
}

function SearchForm({ search }: { search: Search }) {
  const { t } = usePage();
  const { words } = useCentreWords();
  const offices = useAsked('listOffices', { params: {} }, { once: true });
  const [typed, setTyped] = useState(search);
  const set = (changed: Partial<Search>): void => setTyped({ ...typed, ...changed });
  return (
    <form class="fields" onSubmit={submits(() => goTo(`/audit${searchText(typed)}`))}>
      <InputField
        label={words('audit.name')}
        maxLength={120}
        autocomplete="off"
        value={typed.name}
        onTyped={(name) => set({ name })}
      />
      <OfficeField
        offices={offices.body?.offices ?? []}
        value={typed.office}
        all={t('city.everyOffice')}
        onChoose={(office) => set({ office })}
      />
      <SelectField
        label={words('audit.act')}
        value={typed.what}
        options={[['', words('audit.everyAct')], ...ACTS.map((act) => [act, words(`audit.what.${act}`)] as const)]}
        onChoose={(what) => set({ what })}
      />
      <InputField label={words('audit.from')} type="date" value={typed.from} onTyped={(from) => set({ from })} />
      <InputField label={words('audit.until')} type="date" value={typed.until} onTyped={(until) => set({ until })} />
      <SubmitButton isMain>{words('audit.search')}</SubmitButton>
    </form>
  );
}

function Found({ search }: { search: Search }) {
  const { client } = usePage();
  const { words } = useCentreWords();
  const places = usePlaces();
  const [pages, setPages] = useState<Answer<'listAudit'>[]>([]);
  const [fault, setFault] = useState<Refused | null>(null);
  const query = queryOf(search);
  const next = pages.at(-1)?.next ?? null;
  async function ask(after: string | null): Promise<void> {
    const answered = await askPage(client, query, after);
    setFault(answered.ok ? null : answered.error);
    if (answered.ok && answered.value.body !== null) {
      const { body } = answered.value;
      setPages((before) => (after === null ? [body] : [...before, body]));
    }
  }
  useEffect(() => void ask(null), []);
  const entries = pages.flatMap((page) => page.entries);
  if (pages.length === 0) return <WaitingFor fault={fault} />;
  return (
    <section class="centre-part">
      <CentreTable
        title={words('audit.found', { count: entries.length })}
        columns={[words('audit.when'), words('audit.who'), words('audit.act'), words('audit.result')]}
      >
        {entries.map((entry) => (
          <EntryRow key={entry.auditId} entry={entry} placeOf={places} />
        ))}
      </CentreTable>
      {fault === null ? null : <WaitingFor fault={fault} />}
      <div class="page-buttons">
        {next === null ? null : <Button onPress={() => ask(next)}>{words('audit.more')}</Button>}
        <Export query={query} />
      </div>
    </section>
  );
}

type Query = Record<string, string>;
/** Returns a search of the audit as a query. Days begin and end by this browser's clock; the last day is included. */
function queryOf({ name, office, what, from, until }: Search): Query {
  const at = (day: string, time: string): string => new Date(`${day}T${time}`).toISOString();
  return {
    ...(name === '' ? {} : { name }),
    ...(office === '' ? {} : { officeId: office }),
    ...(what === '' ? {} : { what }),
    ...(from === '' ? {} : { from: at(from, '00:00:00') }),
    ...(until === '' ? {} : { until: at(until, '23:59:59.999') }),
  };
}

const askPage = (client: Client, query: Query, after: string | null) =>
  client.ask('listAudit', { params: {}, query: { ...query, ...(after === null ? {} : { after }) } });

/** Reads the found rows page by page and saves them as CSV, in the form that `npm run central -- audit` writes. */
function Export({ query }: { query: Query }) {
  const { client } = usePage();
  const { words, refusal } = useCentreWords();
  const [said, setSaid] = useState('');
  const [isAsking, setAsking] = useState(false);
  async function save(): Promise<void> {
    if (isAsking) return;
    setAsking(true);
    const parts = [auditHead()];
    let count = 0;
    let after: string | null = null;
    do {
      const answered: Awaited<ReturnType<typeof askPage>> = await askPage(client, query, after);
      if (!answered.ok) {
        setSaid(refusal(answered.error));
        return setAsking(false);
      }
      const { body } = answered.value;
      parts.push(auditLines(body?.entries ?? []));
      count += body?.entries.length ?? 0;
      after = body?.next ?? null;
      setSaid(words('audit.saving', { count }));
    } while (after !== null);
    saveCsv(`audit-${localDay(Date.now())}`, parts);
    setSaid(words('audit.saved', { count }));
    setAsking(false);
  }
  return (
    <>
      <Button onPress={save}>{words('audit.export')}</Button>
      <span role="status">{said}</span>
    </>
  );
}

function EntryRow({ entry, placeOf }: { entry: AuditEntry; placeOf: ReturnType<typeof usePlaces> }) {
  const { words, moment } = useCentreWords();
  const { at, lastAt, times, name, role, actor, what, result, address, kioskId, subject } = entry;
  const known = tokenRoleOf(role ?? '');
  const changing = ACTS.find((one) => one === what);
  const act =
    changing !== undefined
      ? words(`audit.what.${changing}`)
      : isRead(what)
        ? words('audit.read', { name: what })
        : what;
  const refusal = REASONS.find((one) => one === result);
  const reason = refusal === undefined ? result : words(`audit.why.${refusal}`);
  const office = officeOf(entry);
  const place = office === null ? null : placeOf({ officeId: office, kioskId });
  return (
    <tr>
      <td>
        {moment(at)}
        {times === 1 ? null : <p>{words('audit.times', { count: times, time: moment(lastAt) })}</p>}
      </td>
      <th scope="row">
        {name ?? words(`audit.actor.${ACTORS.find((one) => one === actor) ?? 'other'}`)}
        <p>{[known === undefined ? (role ?? []) : words(`access.role.${known}`), address ?? []].flat().join(' · ')}</p>
      </th>
      <td>
        {act}
        <p>{[place ?? [], subject ?? []].flat().join(' · ')}</p>
      </td>
      <td>{result === 'done' ? words('audit.done') : <strong>{words('audit.refused', { reason })}</strong>}</td>
    </tr>
  );
}

const REASONS = [
  'wrong-role',
  'wrong-office',
  'bad-token',
  'token-expired',
  'needs-another-person',
  'not-found',
  'changed-meanwhile',
  'name-taken',
  'malformed-request',
] as const;
const ACTORS = ['technician', 'staff', 'no-pin', 'machine', 'not-let-in', 'order', 'stranger', 'token'] as const;
