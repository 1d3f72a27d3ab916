import type en from './en';

const de: typeof en = {
  group: { data: 'Daten', code: 'Code', instance: 'Instanz' },
  page: {
    home: 'Start',
    collections: 'Sammlungen',
    functions: 'Funktionen',
    calls: 'Aufrufe',
    schedules: 'Zeitpläne',
    jobs: 'Aufträge',
    hooks: 'Hooks',
    extensions: 'Erweiterungen',
    users: 'Benutzer',
    tokens: 'Tokens',
    secrets: 'Geheimnisse',
    settings: 'Einstellungen',
    logs: 'Protokolle',
    backups: 'Sicherungen',
    api: 'API',
  },
  account: {
    menu: 'Konto und Darstellung',
    theme: 'Darstellung',
    language: 'Sprache',
    themes: { system: 'Wie das System', light: 'Hell', dark: 'Dunkel' },
  },
  missing: {
    title: 'Nicht gefunden',
    text: 'Unter dieser Adresse gibt es keine Seite.',
    home: 'Zur Startseite',
  },
  palette: {
    open: 'Gehe zu',
    placeholder: 'Seite, Sammlung oder Aktion',
    nothing: 'Nichts hat diesen Namen.',
    page: 'Seite',
    action: 'Aktion',
    collection: 'Sammlung',
    toggleTheme: 'Zwischen Hell und Dunkel wechseln',
  },
};

export default de;
