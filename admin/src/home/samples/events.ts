import { dayAfter, type Sample } from './sample';

const EVENTS: [string, string, number, number, number, string, number | null][] = [
  ['Choir rehearsal', 'Town hall', 2, 19, 120, 'music', 40],
  ['Repair café', 'Library', 3, 14, 180, 'workshop', 25],
  ['Flea market', 'Market square', 5, 8, 480, 'market', null],
  ['Film night: silent classics', 'Cinema', 6, 20, 130, 'film', 90],
  ['Yoga in the park', 'South park', 7, 9, 60, 'sport', 30],
  ['Reading for children', 'Library', 8, 15, 60, 'reading', 20],
  ['Jazz trio', 'Café Mond', 9, 20, 150, 'music', 60],
  ['Bicycle tour along the river', 'Bridge', 11, 10, 240, 'sport', 25],
  ['Chess evening', 'Café Mond', 12, 19, 180, 'game', 24],
  ['Open studio day', 'Old mill', 13, 11, 360, 'art', null],
  ['Bread baking course', 'Bakery school', 14, 17, 180, 'workshop', 12],
  ['Town council meeting', 'Town hall', 15, 18, 150, 'civic', null],
  ['Poetry slam', 'Cinema', 16, 20, 120, 'reading', 80],
  ['Football: youth final', 'Stadium', 18, 15, 110, 'sport', 500],
  ['Board games', 'Library', 19, 16, 180, 'game', 30],
  ['Organ concert', "St Mary's", 20, 19, 75, 'music', 200],
  ['Photo walk', 'Station', 22, 7, 150, 'art', 15],
  ['Planting day', 'Community garden', 23, 10, 240, 'workshop', 35],
  ['Blood donation', 'Town hall', 25, 14, 300, 'civic', null],
  ['Summer festival', 'Market square', 27, 12, 600, 'market', null],
  ['Dance course: first steps', 'Old mill', 29, 19, 90, 'sport', 20],
  ['Science for kids', 'School lab', 30, 14, 120, 'workshop', 18],
  ['Run around the lake', 'Lake', 33, 9, 180, 'sport', 300],
  ['Night at the museum', 'Museum', 36, 20, 180, 'art', 100],
];

/** What is on: everybody sees what is published; people with an account may propose. */
export default function events(today: Date): Sample {
  return {
    collection: {
      name: 'calendar',
      label: 'Event calendar',
      schema: {
        fields: [
          { name: 'title', type: 'string', required: true, max_length: 200, searchable: true },
          { name: 'place', type: 'string', required: true },
          { name: 'starts_at', type: 'datetime', required: true, index: true },
          { name: 'minutes', type: 'integer', min: 1, max: 1440, default: 60 },
          { name: 'kind', type: 'string', index: true },
          { name: 'seats', type: 'integer', min: 1 },
          { name: 'published', type: 'boolean', default: false },
        ],
      },
      options: {
        access: {
          create: 'auth',
          list: { published: true },
          read: { published: true },
          update: 'owner',
          delete: 'owner',
        },
      },
    },
    records: EVENTS.map(([title, place, days, hour, minutes, kind, seats], index) => ({
      title,
      place,
      starts_at: `${dayAfter(today, days)}T${String(hour).padStart(2, '0')}:00:00Z`,
      minutes,
      kind,
      seats,
      published: index % 6 !== 5,
    })),
  };
}
