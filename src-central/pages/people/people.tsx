import './people.css';
import { useState } from 'preact/hooks';
import type { Person } from '../../../src-main/contract/centre/people.ts';
import type { Refused } from '../client.ts';
import { PageHead } from '../layout.tsx';
import { useAsked, usePage } from '../page-context.ts';
import { TableHead } from '../parts/centre-table.tsx';
import { useWhen } from '../parts/data-age.tsx';
import { Button, Said } from '../parts/fields.tsx';
import { Section } from '../parts/section.tsx';
import { ShownOnce } from '../parts/shown-once.tsx';
import { useTitle } from '../parts/use-title.ts';
import { WaitingFor } from '../parts/waiting-for.tsx';
import { type Invitation, Invite } from './invite.tsx';
import { roleOf } from './roles.ts';

interface Link {
  name: string;
  link: string;
  until: string;
}

const SAID = [
  'name-taken',
  'needs-another-person',
  'already-decided',
  'order-expired',
  'not-found',
  'no-staff-pages',
  'malformed-request',
  'unreachable',
] as const satisfies readonly Refused['kind'][];

export function PeoplePage() {
  const { t, client, may } = usePage();
  const when = useWhen();
  const { body, atMs, fault, again } = useAsked('listPeople', { params: {} });
  const offices = useAsked('listOffices', { params: {} });
  const [link, setLink] = useState<Link | null>(null);
  const [said, setSaid] = useState('');
  const people = body?.people.filter(({ withdrawnAt }) => withdrawnAt === null) ?? [];
  const withdrawn = body?.people.filter(({ withdrawnAt }) => withdrawnAt !== null) ?? [];
  const title = body === null ? t('nav.people') : t('people.title', { count: people.length });
  useTitle(title);
  const names = new Map<string, string>(offices.body?.offices.map(({ officeId, name }) => [officeId, name]));
  const ended = (refused: Refused | null, done: string): void => {
    const known = SAID.find((one) => one === refused?.kind);
    setSaid(refused === null ? done : t(`people.refused.${known ?? 'other'}`));
    again();
  };
  async function invite(invitation: Invitation): Promise<void> {
    const answered = await client.ask('invitePerson', { params: {}, body: invitation });
    if (answered.ok && answered.value.body !== null) setLink({ name: invitation.name, ...answered.value.body });
    ended(answered.ok ? null : answered.error, '');
  }
  const actOn =
    (act: 'withdrawPerson' | 'proposeRecovery' | 'confirmPerson', { personId }: Person, done: string) =>
    async () => {
      const answered = await client.ask(act, { params: { personId } });
      ended(answered.ok ? null : answered.error, done);
    };
  async function confirm({ personId, name, recovery }: Person): Promise<void> {
    if (recovery === null) return;
    const answered = await client.ask('confirmRecovery', { params: { personId, recoveryId: recovery.recoveryId } });
    if (answered.ok && answered.value.body !== null) setLink({ name, ...answered.value.body });
    ended(answered.ok ? null : answered.error, '');
  }
  return (
    <>
      <PageHead title={title} atMs={atMs} />
      <div role="status">
        {link === null ? null : (
          <ShownOnce
            key={link.link}
            label={t('people.link', { name: link.name, time: when(link.until) })}
            value={link.link}
            copy={t('people.copy')}
          />
        )}
      </div>
      <Said>{said}</Said>
      {body === null ? (
        <WaitingFor fault={fault} />
      ) : (
        <>
          <table class="table cards people">
            <TableHead columns={[t('people.name'), t('people.does'), t('people.access'), t('people.change')]} />
            <tbody>
              {people.map((person) => (
                <PersonRow
                  key={person.personId}
                  person={person}
                  office={person.officeIds?.map((officeId) => names.get(officeId) ?? officeId).join(', ') ?? null}
                  onWithdraw={actOn('withdrawPerson', person, t('people.withdrawn', person))}
                  onPropose={actOn('proposeRecovery', person, t('people.proposed', person))}
                  onConfirm={() => confirm(person)}
                  onConfirmAccount={actOn('confirmPerson', person, t('people.confirmedPerson', person))}
                />
              ))}
            </tbody>
          </table>
          {may('invitePerson') ? (
            <Invite offices={offices.body?.offices ?? []} onInvite={(invitation) => void invite(invitation)} />
          ) : null}
          {withdrawn.length === 0 ? null : <Withdrawn people={withdrawn} />}
        </>
      )}
    </>
  );
}

function PersonRow({
  person,
  office,
  onWithdraw,
  onPropose,
  onConfirm,
  onConfirmAccount,
}: {
  person: Person;
  office: string | null;
  onWithdraw: () => unknown;
  onPropose: () => unknown;
  onConfirm: () => unknown;
  onConfirmAccount: () => unknown;
}) {
  const { t, session, may } = usePage();
  const when = useWhen();
  const { name, role, account, since, lastAccess, sessions, recovery, unconfirmedOf } = person;
  const isOwn = name === session.name;
  const known = roleOf(role);
  const mayRecover = since !== null && account !== 'directory';
  return (
    <tr>
      <th scope="row">
        {name}
        {account === 'local' ? null : <p>{t(`people.account.${account}`)}</p>}
      </th>
      <td>
        {t(`people.role.${known ?? 'ofLater'}`)} · {office ?? t('people.everyOffice')}
      </td>
      <td>
        {since === null ? t('people.invited') : when(lastAccess?.at ?? null)}
        {sessions === 0 ? null : <strong> · {t('people.inNow')}</strong>}
      </td>
      <td>
        {isOwn ? (
          <a href="/account" data-loads>
            {t('people.own')}
          </a>
        ) : (
          <>
            {since === null || unconfirmedOf === null ? null : (
              <div>
                <p>{t('people.unconfirmed', { name: unconfirmedOf })}</p>
                {may('confirmPerson') && unconfirmedOf !== session.name ? (
                  <Button onPress={onConfirmAccount}>{t('people.confirmPerson', { name })}</Button>
                ) : null}
              </div>
            )}
            {recovery === null ? null : (
              <div>
                <p>
                  {t('people.proposal', {
                    name: recovery.proposedBy,
                    time: when(recovery.until),
                  })}
                </p>
                {may('confirmRecovery') && recovery.proposedBy !== session.name ? (
                  <Button onPress={onConfirm}>{t('people.confirm', { name })}</Button>
                ) : null}
              </div>
            )}
            {mayRecover && recovery === null && may('proposeRecovery') ? (
              <details class="give">
                <summary>
                  {t('people.recover')} <span class="unseen">{name}</span>
                </summary>
                <div class="give-keys">
                  <p>{t('people.recoverLead')}</p>
                  <Button onPress={onPropose}>{t('people.propose', { name })}</Button>
                </div>
              </details>
            ) : null}
            {may('withdrawPerson') ? (
              <details class="give">
                <summary>
                  {t('people.withdraw')} <span class="unseen">{name}</span>
                </summary>
                <div class="give-keys">
                  <p>{t('people.withdrawLead', { name })}</p>
                  <Button onPress={onWithdraw}>{t('people.withdrawSure', { name })}</Button>
                </div>
              </details>
            ) : null}
          </>
        )}
      </td>
    </tr>
  );
}

function Withdrawn({ people }: { people: readonly Person[] }) {
  const { t } = usePage();
  const when = useWhen();
  return (
    <Section id="withdrawn-title" class="people-ended" title={t('people.noLonger')}>
      <ul>
        {people.map(({ personId, name, withdrawnAt }) => (
          <li key={personId} class="order">
            <span class="order-time">{when(withdrawnAt)}</span>
            <span>{name}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
