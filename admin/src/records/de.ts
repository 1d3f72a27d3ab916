import type en from './en';

const de: typeof en = {
  new: 'Neuer Datensatz',
  edit: 'Datensatz',
  none: 'Noch keine Datensätze',
  noneText: 'Legen Sie hier einen an, senden Sie einen an die API, oder importieren Sie eine Datei.',
  null: 'Kein Wert',
  created: 'Angelegt',
  updated: 'Geändert',
  owner: 'Besitzer',
  count: '{n} Datensatz | {n} Datensätze',
  made: 'Der Datensatz wurde angelegt.',
  saved: 'Der Datensatz wurde gespeichert.',
  deleted: 'Der Datensatz wurde gelöscht.',
  conflict: 'Jemand anderes hat diesen Datensatz geändert, seit Sie ihn geöffnet haben.',
  takeTheirs: 'Deren Fassung laden',
  invalid: { number: 'Das ist keine Zahl.', json: 'Das ist kein JSON.' },
};

export default de;
