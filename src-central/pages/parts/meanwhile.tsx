import { useCentreWords } from '../centre-words.ts';
import { Button } from './fields.tsx';

/** Asks the person whose version to keep, because another person has saved in the meantime. The typed changes are not lost. */
export function Meanwhile({ onMine, onTheirs }: { onMine: () => void; onTheirs: () => void }) {
  const { words } = useCentreWords();
  return (
    <section class="state meanwhile" role="alert">
      <p>{words('meanwhile.says')}</p>
      <div class="page-buttons">
        <Button onPress={onTheirs}>{words('meanwhile.theirs')}</Button>
        <Button onPress={onMine}>{words('meanwhile.mine')}</Button>
      </div>
    </section>
  );
}
