import { useState } from 'preact/hooks';
import { WORKING_LANGUAGES } from '../../../config/languages.ts';
import { languageName } from '../../../src-renderer/language-name.ts';
import { useCentreWords } from '../centre-words.ts';
import { useWhen } from '../parts/data-age.tsx';
import { Button, CheckField, ChoiceField, InputField, NameField } from '../parts/fields.tsx';
import { type Kept, type Recipient, sentBy } from './rules-draft.ts';

interface RecipientPartProps {
  recipient: Recipient;
  newest: Kept['newest'][number] | null;
  /** Called with the changed recipient, or with `null` to remove it. `onEdit` itself is `null` if the person may not change recipients. */
  onEdit: ((changed: Recipient | null) => void) | null;
  /** Sends a test message. `null`: the form has unsaved changes, or the person may not send one. */
  onTest: (() => void) | null;
}

const BY = ['mail', 'webhook'] as const;

export function RecipientPart({ recipient, newest, onEdit, onTest }: RecipientPartProps) {
  const { words } = useCentreWords();
  const { recipientId } = recipient;
  const [isNew] = useState(recipient.by === 'mail' && recipient.address === '');
  const when = useWhen();
  return (
    <fieldset class="rule">
      <legend>{recipientId}</legend>
      <p>
        {words(`rules.by.${recipient.by}`)} · {recipient.by === 'mail' ? recipient.address : recipient.url}
      </p>
      <p class="message-state">
        {newest === null
          ? words('rules.noMessage')
          : newest.sentAt !== null
            ? words('rules.messageSent', { time: when(newest.sentAt) })
            : words('rules.messageWaits', { time: when(newest.writtenAt), count: newest.tries })}
      </p>
      {onTest === null ? null : (
        <div class="page-buttons">
          <Button onPress={onTest}>{words('rules.test', { name: recipientId })}</Button>
        </div>
      )}
      {onEdit === null ? null : (
        <details class="give" open={isNew}>
          <summary>{words('rules.change', { name: recipientId })}</summary>
          <RecipientFields recipient={recipient} onEdit={onEdit} />
        </details>
      )}
    </fieldset>
  );
}

function RecipientFields({ recipient, onEdit }: { recipient: Recipient; onEdit: (changed: Recipient | null) => void }) {
  const { words } = useCentreWords();
  return (
    <div class="fields">
      <NameField
        label={words('rules.name')}
        name={recipient.recipientId}
        onName={(recipientId) => onEdit({ ...recipient, recipientId })}
      />
      <ChoiceField
        label={words('rules.byName')}
        all={BY}
        chosen={recipient.by}
        nameOf={(one) => words(`rules.by.${one}`)}
        onChoose={(by) => onEdit(sentBy(recipient, by))}
      />
      <label>
        {words('rules.language')}
        <select
          value={recipient.language}
          onChange={({ currentTarget }) =>
            onEdit({
              ...recipient,
              language: WORKING_LANGUAGES.find((one) => one === currentTarget.value) ?? recipient.language,
            })
          }
        >
          {WORKING_LANGUAGES.map((one) => (
            <option key={one} value={one} lang={one}>
              {languageName(one, one)}
            </option>
          ))}
        </select>
      </label>
      {recipient.by === 'mail' ? (
        <InputField
          label={words('rules.address')}
          isWide
          required
          type="email"
          maxLength={254}
          autocomplete="off"
          value={recipient.address}
          onTyped={(text) => onEdit({ ...recipient, address: text.trim() })}
        />
      ) : (
        <>
          <InputField
            label={words('rules.url')}
            isWide
            required
            type="url"
            pattern="https://.+"
            maxLength={500}
            autocomplete="off"
            value={recipient.url}
            onTyped={(text) => onEdit({ ...recipient, url: text.trim() })}
          />
          <CheckField
            class="tick wide"
            label={words('rules.privateNetwork')}
            checked={recipient.privateNetwork}
            onCheck={(isChecked) => onEdit({ ...recipient, privateNetwork: isChecked })}
          />
        </>
      )}
      <Button onPress={() => onEdit(null)}>{words('rules.remove', { name: recipient.recipientId })}</Button>
    </div>
  );
}
