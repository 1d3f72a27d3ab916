import type en from './en';

const de: typeof en = {
  cancel: 'Abbrechen',
  close: 'Schließen',
  create: 'Anlegen',
  delete: 'Löschen',
  email: 'E-Mail',
  goOn: 'Weiter',
  loading: 'Wird geladen',
  logOut: 'Abmelden',
  menu: 'Menü',
  navigation: 'Navigation',
  no: 'Nein',
  password: 'Passwort',
  requestId: 'Anfrage {id}',
  save: 'Speichern',
  search: 'Suchen',
  skipToContent: 'Zum Inhalt',
  tryAgain: 'Noch einmal',
  typeToConfirm: 'Zur Bestätigung {name} eingeben',
  yes: 'Ja',
  actions: 'Aktionen',
  copy: 'Kopieren',
  copied: 'Kopiert',
  showMore: 'Mehr anzeigen',
  asApi: {
    open: 'Als API',
    title: 'Dasselbe über die API',
    text: 'Das ist die Anfrage, die diese Ansicht gestellt hat. Ihr Token steht in TINYBASE_TOKEN oder in einer Variablen.',
    language: 'Sprache',
  },
  undo: 'Rückgängig',
  resize: 'Breite der Seitenleiste',
};

export default de;
