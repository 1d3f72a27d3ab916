import type { Sample } from './sample';

const PRODUCTS: [string, string, string, number][] = [
  ['Teapot, cast iron', 'Kitchen', '64.00', 12],
  ['Espresso cups, set of four', 'Kitchen', '28.50', 40],
  ['Bread knife', 'Kitchen', '39.90', 25],
  ['Apron, striped linen', 'Kitchen', '34.00', 18],
  ['Oak cutting board', 'Kitchen', '45.00', 9],
  ['Notebook, dotted', 'Paper', '9.50', 220],
  ['Fountain pen, fine', 'Paper', '79.00', 14],
  ['Wrapping paper, ten sheets', 'Paper', '12.00', 60],
  ['Wall calendar', 'Paper', '18.90', 0],
  ['Postcards, city views', 'Paper', '6.00', 150],
  ['Wool blanket, grey', 'Home', '89.00', 16],
  ['Beeswax candles, pair', 'Home', '14.50', 75],
  ['Door mat, coconut', 'Home', '24.00', 31],
  ['Reading lamp', 'Home', '119.00', 5],
  ['Cushion, mustard', 'Home', '32.00', 22],
  ['Watering can, 2 l', 'Garden', '27.00', 19],
  ['Hand trowel', 'Garden', '16.50', 48],
  ['Seed box, herbs', 'Garden', '11.00', 90],
  ['Garden gloves', 'Garden', '13.90', 64],
  ['Plant labels, slate', 'Garden', '8.50', 0],
  ['Wooden train', 'Children', '36.00', 11],
  ['Memory game', 'Children', '15.00', 27],
  ['Crayons, twelve', 'Children', '7.90', 130],
  ['Kite', 'Children', '22.00', 8],
];

/** What a shop has: everybody may look, admins change it. */
export default function catalogue(): Sample {
  return {
    collection: {
      name: 'products',
      label: 'Products',
      schema: {
        fields: [
          { name: 'name', type: 'string', required: true, max_length: 120, searchable: true },
          { name: 'sku', type: 'string', required: true, unique: true, pattern: '[A-Z]{2}-[0-9]{3}' },
          { name: 'category', type: 'string', values: ['Kitchen', 'Paper', 'Home', 'Garden', 'Children'], index: true },
          { name: 'price', type: 'decimal', required: true, min: 0 },
          { name: 'stock', type: 'integer', min: 0, default: 0 },
          { name: 'description', type: 'text' },
        ],
      },
      options: { access: { create: 'admin', list: 'public', read: 'public', update: 'admin', delete: 'admin' } },
    },
    records: PRODUCTS.map(([name, category, price, stock], index) => ({
      name,
      sku: `${category.slice(0, 2).toUpperCase()}-${101 + index}`,
      category,
      price,
      stock,
    })),
  };
}
