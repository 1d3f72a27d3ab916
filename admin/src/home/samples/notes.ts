import { dayAfter, type Sample } from './sample';

const NOTES: [string, string, number, boolean][] = [
  ['Call the landlord about the boiler', 'home', 2, false],
  ['Ideas for the summer party', 'ideas', 1, false],
  ['Renew the passport', 'home', 3, false],
  ['Book the train to Hamburg', 'travel', 2, true],
  ['Read the chapter on indexes', 'work', 1, false],
  ['Birthday present for Nora', 'home', 3, false],
  ['Numbers for the tax adviser', 'work', 3, false],
  ['Recipe: lentil soup with lemon', 'kitchen', 1, true],
  ['Try the climbing hall on Tuesday', 'ideas', 1, false],
  ['Ask Jo for the slides', 'work', 2, true],
  ['Water the tomatoes while Ada is away', 'garden', 2, false],
  ['Repair the back light', 'home', 2, true],
  ['List of books from the workshop', 'ideas', 1, false],
  ['Cancel the old phone contract', 'home', 3, false],
  ['Sow spinach and rocket', 'garden', 1, true],
  ['Draft of the talk, five slides', 'work', 2, false],
  ['Compare two tents', 'travel', 1, false],
  ['Dentist in spring', 'home', 2, false],
  ['Pizza dough: 24 hours in the fridge', 'kitchen', 1, true],
  ['Check the smoke detectors', 'home', 3, false],
  ['Name for the new project', 'ideas', 1, false],
  ['Send the minutes', 'work', 2, true],
  ['Find a pot for the lemon tree', 'garden', 1, false],
  ['Packing list for the lake', 'travel', 1, false],
];

/** Notes of people: everybody has their own. */
export default function notes(today: Date): Sample {
  return {
    collection: {
      name: 'notes',
      label: 'Notes',
      schema: {
        fields: [
          { name: 'title', type: 'string', required: true, max_length: 200, searchable: true },
          { name: 'body', type: 'text', searchable: true },
          { name: 'tags', type: 'list[string]' },
          { name: 'priority', type: 'integer', min: 1, max: 3, default: 1 },
          { name: 'done', type: 'boolean', default: false },
          { name: 'due', type: 'date' },
        ],
      },
      options: { access: { create: 'auth', list: 'owner', read: 'owner', update: 'owner', delete: 'owner' } },
    },
    records: NOTES.map(([title, tag, priority, done], index) => ({
      title,
      tags: [tag],
      priority,
      done,
      due: priority > 1 ? dayAfter(today, 3 * index - 12) : null,
    })),
  };
}
