import { useState } from 'preact/hooks';
import type { PersonRole } from '../../../src-main/contract/centre/people.ts';
import type { Answer } from '../client.ts';
import { usePage } from '../page-context.ts';
import { ROLES, roleOf } from './roles.ts';

type Offices = Answer<'listOffices'>['offices'];
export interface Invitation {
  name: string;
  role: PersonRole;
  officeId: Offices[number]['officeId'] | null;
  account: 'local' | 'emergency';
}

/** As `PersonInvitation` of the contract. */
const LONGEST_NAME = 80;

export function Invite({ offices, onInvite }: { offices: Offices; onInvite: (invitation: Invitation) => void }) {
  const { t } = usePage();
  const [name, setName] = useState('');
  const [role, setRole] = useState<PersonRole>('viewer');
  const [office, setOffice] = useState('');
  const [isEmergency, setEmergency] = useState(false);
  function submit(event: Event): void {
    event.preventDefault();
    const officeId = offices.find((one) => one.officeId === office)?.officeId ?? null;
    onInvite({ name: name.trim(), role, officeId, account: isEmergency ? 'emergency' : 'local' });
  }
  return (
    <details class="give invite">
      <summary>{t('people.invite')}</summary>
      <form class="form" onSubmit={submit}>
        <p>{t('people.inviteLead')}</p>
        <label>
          {t('people.name')}
          <input
            required
            minLength={2}
            maxLength={LONGEST_NAME}
            autocomplete="off"
            pattern="[^<>]*[^<>\s][^<>]*"
            value={name}
            onInput={({ currentTarget }) => setName(currentTarget.value)}
          />
        </label>
        <label>
          {t('people.roleName')}
          <select value={role} onChange={({ currentTarget }) => setRole(roleOf(currentTarget.value) ?? role)}>
            {ROLES.map((one) => (
              <option key={one} value={one}>
                {t(`people.role.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t('city.office')}
          <select value={office} onChange={({ currentTarget }) => setOffice(currentTarget.value)}>
            <option value="">{t('people.everyOffice')}</option>
            {offices.map((one) => (
              <option key={one.officeId} value={one.officeId}>
                {one.name}
              </option>
            ))}
          </select>
        </label>
        <label class="tick">
          <input
            type="checkbox"
            checked={isEmergency}
            onChange={({ currentTarget }) => setEmergency(currentTarget.checked)}
          />
          {t('people.emergency')}
        </label>
        <button type="submit" class="button button-main">
          {t('people.makeLink')}
        </button>
      </form>
    </details>
  );
}
