import packageFile from '../../package.json' with { type: 'json' };

/** A package for the public runs on the very Electron that the product was tried with; anything else is for tests, whatever it says. */
export const buildKind = (isPublic: boolean, electronVersion: string | undefined): 'official' | 'test' =>
  isPublic && electronVersion === packageFile.devDependencies.electron ? 'official' : 'test';
