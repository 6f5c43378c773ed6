import { useState } from 'preact/hooks';
import type { PersonRole } from '../../../src-main/contract/centre/people.ts';
import type { Answer } from '../client.ts';
import { usePage } from '../page-context.ts';
import { ChoiceField } from '../parts/fields.tsx';
import { ROLES } from './roles.ts';

type Offices = Answer<'listOffices'>['offices'];
export interface Invitation {
  name: string;
  role: PersonRole;
  officeIds: Offices[number]['officeId'][] | null;
  account: 'local' | 'emergency';
}

/** The longest name that `PersonInvitation` of the contract permits. */
const LONGEST_NAME = 80;

export function Invite({ offices, onInvite }: { offices: Offices; onInvite: (invitation: Invitation) => void }) {
  const { t } = usePage();
  const [name, setName] = useState('');
  const [role, setRole] = useState<PersonRole>('viewer');
  const [officeIds, setOffices] = useState<Invitation['officeIds']>(null);
  const [isEmergency, setEmergency] = useState(false);
  function submit(event: Event): void {
    event.preventDefault();
    onInvite({ name: name.trim(), role, officeIds, account: isEmergency ? 'emergency' : 'local' });
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
        <ChoiceField
          label={t('people.roleName')}
          all={ROLES}
          chosen={role}
          nameOf={(one) => t(`people.role.${one}`)}
          onChoose={setRole}
        />
        <fieldset class="invite-offices">
          <legend>{t('city.office')}</legend>
          <label class="tick">
            <input
              type="checkbox"
              checked={officeIds === null}
              onChange={({ currentTarget }) => setOffices(currentTarget.checked ? null : [])}
            />
            {t('people.everyOffice')}
          </label>
          {officeIds === null
            ? null
            : offices.map(({ officeId, name: officeName }) => (
                <label key={officeId} class="tick">
                  <input
                    type="checkbox"
                    required={officeIds.length === 0}
                    checked={officeIds.includes(officeId)}
                    onChange={({ currentTarget }) => {
                      const others = officeIds.filter((one) => one !== officeId);
                      setOffices(currentTarget.checked ? [...others, officeId] : others);
                    }}
                  />
                  {officeName}
                </label>
              ))}
        </fieldset>
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
