import type { Refusal } from './disks.ts';

/** The sentences of the boot menu's programs, in the three languages of the staff. */
export interface Words {
  insecure: string;
  which: string;
  noDisk: string;
  refused: Record<Refusal, string>;
  erases: (disk: string) => string;
  unsent: (count: number) => string;
  kept: string;
  closed: string;
  stillClosed: string;
  foreign: (disk: string) => string;
  insist: (disk: string) => string;
  recoveryCode: string;
  wrongCode: string;
  whichKiosk: string;
  unreadable: (detail: string) => string;
  journalAlone: string;
  installing: string;
  codeIs: string;
  codeWritten: string;
  installed: string;
  noStick: string;
  whichStick: string;
  copied: (folder: string) => string;
  nothingToCopy: string;
  reset: string;
  resetDone: string;
  notNewer: string;
  renewed: string;
  nothingDone: string;
  failed: (detail: string) => string;
  powerOff: string;
}

const ca: Words = {
  insecure: 'Aquesta màquina arrenca sense «secure boot» o sense les claus de la ciutat. Primer poseu-les al firmware.',
  which: 'Quin disc s’esborra i esdevé un quiosc? Número:',
  noDisk: 'No hi ha cap disc que es pugui esborrar.',
  refused: {
    'is-the-stick': 'és la memòria de la instal·lació',
    'too-small': 'és massa petit',
    'read-only': 'només es pot llegir',
    'on-usb': 'és un disc USB',
    'no-disk': 'no és un disc',
  },
  erases: (disk) => `S’esborra ${disk}.`,
  unsent: (count) =>
    `Aquest disc té ${count} fets que el centre encara no té. No s’esborra. Engegueu-lo, trieu «copy the journal to a stick» i torneu aquí.`,
  kept: 'Aquest disc té un diari desat que no s’ha copiat. No s’esborra. Engegueu-lo i trieu «copy the journal to a stick».',
  closed: 'Codi de recuperació del disc (les dades estan xifrades i aquesta màquina no les obre):',
  stillClosed:
    'Les dades de Torn en aquest disc continuen tancades. Si s’esborren, es perden els fets que el centre no tingui.',
  foreign: (disk) =>
    `${disk} no és buit: té particions o un sistema de fitxers que no són d’aquesta instal·lació. Si hi ha un quiosc instal·lat amb el paquet, no es mira, i el seu diari es perd.`,
  insist: (disk) => `Escriviu «esborra» per esborrar ${disk}:`,
  recoveryCode: 'Codi de recuperació d’aquest quiosc:',
  wrongCode: 'Aquest codi no obre les dades.',
  whichKiosk: 'Quin quiosc es renova? Número:',
  unreadable: (detail) =>
    `Les dades de Torn en aquest disc no es poden llegir (${detail}). Primer proveu «copy the journal to a stick». Si s’esborren, es perden els fets que el centre no tingui.`,
  journalAlone:
    'Aquest disc té un diari sense base de dades. No s’esborra fins que s’hagi copiat. Engegueu-lo i trieu «copy the journal to a stick».',
  installing: 'S’instal·la. No traieu la memòria.',
  codeIs: 'Codi de recuperació. Només es mostra ara; escriviu-lo i deseu-lo fora del quiosc:',
  codeWritten: 'Quan l’hàgiu escrit, teclegeu-ne l’últim grup:',
  installed: 'Instal·lat. Traieu la memòria.',
  noStick: 'No hi ha cap memòria USB amb FAT o exFAT.',
  whichStick: 'A quina memòria es copia? Número:',
  copied: (folder) => `Copiat i comparat: ${folder}`,
  nothingToCopy: 'No hi ha cap diari.',
  reset:
    'S’esborren la configuració i les dades del quiosc; el diari i la base de dades queden desats. Escriviu «esborra»:',
  resetDone: 'Fet. El quiosc comença de nou; el diari i la base de dades són desats.',
  notNewer: 'Aquest disc ja té aquesta versió o una de més nova.',
  renewed: 'Renovat. La versió d’abans queda al menú d’arrencada. Traieu la memòria.',
  nothingDone: 'No s’ha fet res.',
  failed: (detail) => `No s’ha pogut fer: ${detail}`,
  powerOff: 'Premeu Retorn per apagar.',
};

const es: Words = {
  insecure: 'Esta máquina arranca sin «secure boot» o sin las claves de la ciudad. Póngalas primero en el firmware.',
  which: '¿Qué disco se borra y pasa a ser un quiosco? Número:',
  noDisk: 'No hay ningún disco que se pueda borrar.',
  refused: {
    'is-the-stick': 'es la memoria de la instalación',
    'too-small': 'es demasiado pequeño',
    'read-only': 'solo se puede leer',
    'on-usb': 'es un disco USB',
    'no-disk': 'no es un disco',
  },
  erases: (disk) => `Se borra ${disk}.`,
  unsent: (count) =>
    `Este disco tiene ${count} hechos que el centro aún no tiene. No se borra. Arránquelo, elija «copy the journal to a stick» y vuelva aquí.`,
  kept: 'Este disco tiene un diario guardado que no se ha copiado. No se borra. Arránquelo y elija «copy the journal to a stick».',
  closed: 'Código de recuperación del disco (los datos están cifrados y esta máquina no los abre):',
  stillClosed:
    'Los datos de Torn en este disco siguen cerrados. Si se borran, se pierden los hechos que el centro no tenga.',
  foreign: (disk) =>
    `${disk} no está vacío: tiene particiones o un sistema de archivos que no son de esta instalación. Si hay un quiosco instalado con el paquete, no se mira, y su diario se pierde.`,
  insist: (disk) => `Escriba «borra» para borrar ${disk}:`,
  recoveryCode: 'Código de recuperación de este quiosco:',
  wrongCode: 'Este código no abre los datos.',
  whichKiosk: '¿Qué quiosco se renueva? Número:',
  unreadable: (detail) =>
    `Los datos de Torn en este disco no se pueden leer (${detail}). Pruebe primero «copy the journal to a stick». Si se borran, se pierden los hechos que el centro no tenga.`,
  journalAlone:
    'Este disco tiene un diario sin base de datos. No se borra hasta que se haya copiado. Arránquelo y elija «copy the journal to a stick».',
  installing: 'Se instala. No quite la memoria.',
  codeIs: 'Código de recuperación. Solo se muestra ahora; escríbalo y guárdelo fuera del quiosco:',
  codeWritten: 'Cuando lo haya escrito, teclee su último grupo:',
  installed: 'Instalado. Quite la memoria.',
  noStick: 'No hay ninguna memoria USB con FAT o exFAT.',
  whichStick: '¿A qué memoria se copia? Número:',
  copied: (folder) => `Copiado y comparado: ${folder}`,
  nothingToCopy: 'No hay ningún diario.',
  reset:
    'Se borran la configuración y los datos del quiosco; el diario y la base de datos quedan guardados. Escriba «borra»:',
  resetDone: 'Hecho. El quiosco empieza de nuevo; el diario y la base de datos están guardados.',
  notNewer: 'Este disco ya tiene esta versión o una más nueva.',
  renewed: 'Renovado. La versión anterior queda en el menú de arranque. Quite la memoria.',
  nothingDone: 'No se ha hecho nada.',
  failed: (detail) => `No se ha podido hacer: ${detail}`,
  powerOff: 'Pulse Intro para apagar.',
};

const en: Words = {
  insecure: 'This machine starts without secure boot or without the city’s keys. Put them into its firmware first.',
  which: 'Which disk is erased and becomes a kiosk? Number:',
  noDisk: 'There is no disk that may be erased.',
  refused: {
    'is-the-stick': 'is the stick of the installation',
    'too-small': 'is too small',
    'read-only': 'is read-only',
    'on-usb': 'is a USB disk',
    'no-disk': 'is no disk',
  },
  erases: (disk) => `${disk} is erased.`,
  unsent: (count) =>
    `This disk has ${count} events that the centre lacks. It is not erased. Start it, choose "copy the journal to a stick", and return.`,
  kept: 'This disk has a kept journal that was not copied. It is not erased. Start it and choose "copy the journal to a stick".',
  closed: 'Recovery code of the disk (its data are encrypted, and this machine does not open them):',
  stillClosed: 'Torn’s data on this disk are still closed. Erasing them loses the events that the centre lacks.',
  foreign: (disk) =>
    `${disk} is not empty: it has partitions or a file system that this installation did not make. A kiosk installed from the package on it is not looked at, and its journal would be lost.`,
  insist: (disk) => `Type "erase" to erase ${disk}:`,
  recoveryCode: 'Recovery code of this kiosk:',
  wrongCode: 'This code does not open the data.',
  whichKiosk: 'Which kiosk is renewed? Number:',
  unreadable: (detail) =>
    `Torn’s data on this disk cannot be read (${detail}). Try "copy the journal to a stick" first. Erasing them loses the events that the centre lacks.`,
  journalAlone:
    'This disk has a journal without a database. It is not erased until that is copied. Start it and choose "copy the journal to a stick".',
  installing: 'Installing. Leave the stick in.',
  codeIs: 'Recovery code. It is shown only now; write it down and keep it away from the kiosk:',
  codeWritten: 'When it is written down, type its last group:',
  installed: 'Installed. Remove the stick.',
  noStick: 'There is no USB stick with FAT or exFAT.',
  whichStick: 'Which stick is it copied to? Number:',
  copied: (folder) => `Copied and compared: ${folder}`,
  nothingToCopy: 'There is no journal.',
  reset: 'The kiosk’s settings and data are erased; the journal and the database are kept. Type "erase":',
  resetDone: 'Done. The kiosk begins anew; the journal and the database are kept.',
  notNewer: 'This disk already has this version or a newer one.',
  renewed: 'Renewed. The version before stays in the boot menu. Remove the stick.',
  nothingDone: 'Nothing was done.',
  failed: (detail) => `It failed: ${detail}`,
  powerOff: 'Press Enter to power off.',
};

export const WORDS = { ca, es, en } as const;

/** Whether the answer is the word that confirms an erasure, in any of the languages. */
export const isErase = (answer: string): boolean => ['esborra', 'borra', 'erase'].includes(answer.trim().toLowerCase());

/** `torn.language=es` on the kernel's command line, which the image's signature covers; else Catalan. */
export function languageIn(commandLine: string): keyof typeof WORDS {
  const named = /(?:^|\s)torn\.language=(\w+)/.exec(commandLine)?.[1];
  return named === 'es' || named === 'en' ? named : 'ca';
}
