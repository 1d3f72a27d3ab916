import type en from './en';

const de: typeof en = {
  title: 'Sammlungen',
  new: 'Neue Sammlung',
  newText: 'Eine Sammlung enthält Datensätze einer Form. Felder lassen sich später ändern.',
  none: 'Noch keine Sammlungen',
  noneText: 'Eine Sammlung enthält Datensätze einer Form, mit Regeln, wer sie lesen und ändern darf.',
  name: 'Name',
  nameHint: 'Wie in der API: Kleinbuchstaben, Ziffern und Unterstriche. Leer: aus der Bezeichnung gebildet.',
  label: 'Bezeichnung',
  fields: 'Felder',
  access: 'Zugriff',
  public: 'Jeder darf {actions}',
  private: 'Niemand ohne Konto',
  updated: 'Geändert',
  actions: 'Aktionen',
  search: 'Sammlungen durchsuchen',
  made: 'Die Sammlung {name} wurde angelegt.',
  deleted: 'Die Sammlung {name} wurde gelöscht.',
  deleteTitle: '{name} löschen?',
  deleteText: 'Die Sammlung und alle ihre Datensätze werden endgültig entfernt.',
  deleteAction: 'Sammlung löschen',
  tab: { records: 'Datensätze', schema: 'Schema', access: 'Zugriff', import: 'Import' },
  field: {
    name: 'Name des Feldes',
    type: 'Typ des Feldes',
    required: 'Pflicht',
    add: 'Feld hinzufügen',
    remove: 'Feld {name} entfernen',
  },
};

export default de;
