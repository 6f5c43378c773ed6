import { useState } from 'preact/hooks';
import type { PersonRole } from '../../../src-main/contract/centre/people.ts';
import type { Answer } from '../client.ts';
import { usePage } from '../page-context.ts';
import { CheckField, ChoiceField, InputField, SubmitButton, submits } from '../parts/fields.tsx';
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
  const submit = (): void =>
    onInvite({ name: name.trim(), role, officeIds, account: isEmergency ? 'emergency' : 'local' });
  return (
    <details class="give invite">
      <summary>{t('people.invite')}</summary>
      <form class="form" onSubmit={submits(submit)}>
        <p>{t('people.inviteLead')}</p>
        <InputField
          label={t('people.name')}
          required
          minLength={2}
          maxLength={LONGEST_NAME}
          autocomplete="off"
          pattern="[^<>]*[^<>\s][^<>]*"
          value={name}
          onTyped={setName}
        />
        <ChoiceField
          label={t('people.roleName')}
          all={ROLES}
          chosen={role}
          nameOf={(one) => t(`people.role.${one}`)}
          onChoose={setRole}
        />
        <fieldset class="invite-offices">
          <legend>{t('city.office')}</legend>
          <CheckField
            class="tick"
            label={t('people.everyOffice')}
            checked={officeIds === null}
            onCheck={(isChecked) => setOffices(isChecked ? null : [])}
          />
          {officeIds === null
            ? null
            : offices.map(({ officeId, name: officeName }) => (
                <CheckField
                  key={officeId}
                  class="tick"
                  label={officeName}
                  required={officeIds.length === 0}
                  checked={officeIds.includes(officeId)}
                  onCheck={(isChecked) => {
                    const others = officeIds.filter((one) => one !== officeId);
                    setOffices(isChecked ? [...others, officeId] : others);
                  }}
                />
              ))}
        </fieldset>
        <CheckField class="tick" label={t('people.emergency')} checked={isEmergency} onCheck={setEmergency} />
        <SubmitButton isMain>{t('people.makeLink')}</SubmitButton>
      </form>
    </details>
  );
}
