import { packed, type Shelf } from './shelf.ts';

// What is drunk: water, soft drinks, coffee and tea; beer, wine and spirits; and the tobacco kept beside them.

export const waters: Shelf = packed({ category: 'drinks', itemType: 'DRINK', tax: 'itbms-0' }, [
  [
    'AG-010',
    'Agua mineral 1.5 L',
    'Mineral water 1.5 L',
    '0.62',
    'Río Cristal',
    '240',
    '7451006000151',
    '7451006900338',
  ],
  [
    'AG-020',
    'Agua mineral 600 ml',
    'Mineral water 600 ml',
    '0.45',
    'Río Cristal',
    '310',
    '7451006000229',
    '7451006900444',
  ],
  ['AG-030', 'Agua purificada, galón', 'Purified water, gallon', '1.60', 'Río Cristal', '65', '7451006000397'],
]);

export const soft: Shelf = packed({ category: 'drinks', itemType: 'DRINK', tax: 'itbms-7' }, [
  ['BE-010', 'Cola 2 L', 'Cola 2 L', '2.50', 'Tamboril', '96', '7451007000181', '700004201372'],
  ['BE-020', 'Cola lata 355 ml', 'Cola can 355 ml', '0.75', 'Tamboril', '180', '7451007000259', '74500628'],
  ['BE-030', 'Cola sin azúcar 2 L', 'Sugar-free cola 2 L', '2.50', 'Tamboril', '54', '7451007000327'],
  ['BE-040', 'Refresco de naranja 2 L', 'Orange soda 2 L', '2.25', 'Tamboril', '48', '7451007000495'],
  ['BE-050', 'Refresco de uva 2 L', 'Grape soda 2 L', '2.25', 'Tamboril', '37', '7451007000563'],
  ['BE-060', 'Ginger ale 1.5 L', 'Ginger ale 1.5 L', '1.95', 'Tamboril', '29', '7451007000631'],
  ['BE-070', 'Agua con gas 1 L', 'Sparkling water 1 L', '1.10', 'Río Cristal', '52', '7451006000465'],
  ['BE-080', 'Agua tónica 1 L', 'Tonic water 1 L', '1.65', 'Tamboril', '18', '7451007000709'],
  ['BE-090', 'Jugo de naranja 1 L', 'Orange juice 1 L', '2.40', 'Huerta Alegre', '42', '7451001001108'],
  ['BE-100', 'Jugo de manzana 1 L', 'Apple juice 1 L', '2.30', 'Huerta Alegre', '36', '7451001001276'],
  ['BE-110', 'Néctar de pera 330 ml', 'Pear nectar 330 ml', '0.80', 'Huerta Alegre', '60', '7451001001344'],
  ['BE-120', 'Jugo de arándano 1 L', 'Cranberry juice 1 L', '3.45', 'Huerta Alegre', '11', '7451001001412'],
  ['BE-130', 'Agua de coco 330 ml', 'Coconut water 330 ml', '1.50', 'Huerta Alegre', '44', '7451001001580'],
  ['BE-140', 'Té frío de limón 500 ml', 'Iced lemon tea 500 ml', '1.15', 'Tamboril', '73', '7451007000877'],
  ['BE-150', 'Bebida hidratante azul 600 ml', 'Blue sports drink 600 ml', '1.40', 'Tamboril', '66', '7451007000945'],
  ['BE-160', 'Bebida energizante 250 ml', 'Energy drink 250 ml', '1.75', 'Tamboril', '39', '7451007001010'],
  ['BE-170', 'Malta 355 ml', 'Malt drink 355 ml', '0.90', 'Tamboril', '84', '7451007001188'],
  ['BE-180', 'Bebida de almendras 1 L', 'Almond drink 1 L', '3.75', 'Valle Bonito', '13', '7451004001952'],
  ['BE-190', 'Bebida de soya 1 L', 'Soy drink 1 L', '2.90', 'Valle Bonito', '16', '7451004002027'],
]);

export const coffee: Shelf = packed({ category: 'drinks', itemType: 'DRINK', tax: 'itbms-7' }, [
  ['CF-010', 'Café molido tradicional 250 g', 'Ground coffee 250 g', '3.75', 'Cerro Alto', '21', '7451008000111'],
  ['CF-020', 'Café en grano 340 g', 'Coffee beans 340 g', '7.95', 'Cerro Alto', '12', '7451008000289'],
  ['CF-030', 'Café instantáneo 100 g', 'Instant coffee 100 g', '4.10', 'Cerro Alto', '25', '7451008000357'],
  ['CF-040', 'Café descafeinado 250 g', 'Decaffeinated coffee 250 g', '4.60', 'Cerro Alto', '4', '7451008000425'],
  ['CF-050', 'Té negro 25 bolsitas', 'Black tea, 25 bags', '1.90', 'Cerro Alto', '31', '7451008000593'],
  ['CF-060', 'Té de manzanilla 25 bolsitas', 'Chamomile tea, 25 bags', '1.80', 'Cerro Alto', '34', '7451008000661'],
  ['CF-070', 'Té verde 25 bolsitas', 'Green tea, 25 bags', '2.05', 'Cerro Alto', '27', '7451008000739'],
  ['CF-080', 'Cocoa en polvo 400 g', 'Cocoa powder 400 g', '3.20', 'Cerro Alto', '19', '7451008000807'],
  ['CF-090', 'Refresco en polvo de limón 35 g', 'Lemon drink powder 35 g', '0.45', 'Tamboril', '150', '7451007001256'],
]);

export const alcohol: Shelf = packed({ category: 'alcohol-tobacco', itemType: 'ALCOHOL', tax: 'itbms-10' }, [
  [
    'LI-010',
    'Cerveza clara lata 355 ml',
    'Lager can 355 ml',
    '0.95',
    'Caimito',
    '288',
    '7451009000141',
    '700004302741',
  ],
  ['LI-020', 'Cerveza clara, paquete de 6', 'Lager, pack of 6', '5.40', 'Caimito', '42', '7451009000219'],
  ['LI-030', 'Cerveza oscura botella 330 ml', 'Dark beer bottle 330 ml', '1.60', 'Caimito', '57', '7451009000387'],
  ['LI-040', 'Cerveza sin alcohol 330 ml', 'Alcohol-free beer 330 ml', '1.25', 'Caimito', '33', '7451009000455'],
  ['LI-050', 'Vino tinto 750 ml', 'Red wine 750 ml', '8.50', 'Viña Larga', '24', '7451010000178'],
  ['LI-060', 'Vino blanco 750 ml', 'White wine 750 ml', '8.50', 'Viña Larga', '20', '7451010000246'],
  ['LI-070', 'Vino espumoso 750 ml', 'Sparkling wine 750 ml', '12.90', 'Viña Larga', '7', '7451010000314'],
  ['LI-080', 'Sangría 1 L', 'Sangria 1 L', '5.75', 'Viña Larga', '15', '7451010000482'],
  ['LI-090', 'Ron añejo 750 ml', 'Aged rum 750 ml', '11.50', 'Tambor Real', '16', '7451011000108'],
  ['LI-100', 'Ron blanco 750 ml', 'White rum 750 ml', '8.95', 'Tambor Real', '19', '7451011000276'],
  ['LI-110', 'Seco 750 ml', 'Seco cane spirit 750 ml', '6.75', 'Tambor Real', '30', '7451011000344'],
  ['LI-120', 'Vodka 750 ml', 'Vodka 750 ml', '10.25', 'Tambor Real', '11', '7451011000412'],
  ['LI-130', 'Ginebra 750 ml', 'Gin 750 ml', '13.40', 'Tambor Real', '6', '7451011000580'],
]);

export const tobacco: Shelf = packed({ category: 'alcohol-tobacco', itemType: 'TOBACCO', tax: 'itbms-15' }, [
  ['TA-010', 'Cigarrillos rubios 20 u', 'Cigarettes, full flavour, 20', '5.25', null, '45', '7451012000138'],
  ['TA-020', 'Cigarrillos suaves 20 u', 'Cigarettes, light, 20', '5.25', null, '38', '7451012000206'],
  ['TA-030', 'Cigarrillos mentolados 20 u', 'Cigarettes, menthol, 20', '5.40', null, '29', '7451012000374'],
  ['TA-040', 'Puros pequeños 5 u', 'Small cigars, 5', '6.80', null, '9', '7451012000442'],
]);
