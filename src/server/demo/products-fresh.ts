import { loose, packed, type Shelf } from './shelf.ts';

// Fresh goods, loose and packed: fruit and vegetables, bread, dairy, meat.

export const looseProduce: Shelf = loose({ category: 'fruit-veg', itemType: 'FOOD', tax: 'itbms-0' }, [
  ['1101', 'Guineo (banana)', 'Bananas, loose', '1.19', 'kg', '86.5'],
  ['1102', 'Plátano maduro', 'Ripe plantain', '1.75', 'kg', '44'],
  ['1103', 'Papaya', 'Papaya', '1.35', 'kg', '31.2'],
  ['1104', 'Sandía', 'Watermelon', '0.95', 'kg', '58'],
  ['1105', 'Naranja', 'Oranges', '1.25', 'kg', '47.5'],
  ['1106', 'Limón', 'Limes', '2.60', 'kg', '15.3'],
  ['1107', 'Manzana roja', 'Red apples', '3.20', 'kg', '28.4'],
  ['1108', 'Uva verde sin semilla', 'Green seedless grapes', '5.90', 'kg', '9.75'],
  ['1109', 'Mango', 'Mangoes', '2.10', 'kg', '22'],
  ['1201', 'Tomate en rama', 'Tomatoes on the vine', '2.49', 'kg', '33.6'],
  ['1202', 'Cebolla amarilla', 'Yellow onions', '1.55', 'kg', '52'],
  ['1203', 'Papa lavada', 'Washed potatoes', '1.60', 'kg', '71.5'],
  ['1204', 'Yuca', 'Cassava', '1.30', 'kg', '40'],
  ['1205', 'Ñame', 'Yam', '2.40', 'kg', '18.9'],
  ['1206', 'Zanahoria', 'Carrots', '1.40', 'kg', '26'],
  ['1207', 'Pepino', 'Cucumbers', '1.80', 'kg', '17.2'],
  ['1208', 'Pimentón rojo', 'Red peppers', '4.20', 'kg', '2.4'],
  ['1209', 'Ajo', 'Garlic', '5.50', 'kg', null],
  ['1301', 'Piña dorada', 'Golden pineapple', '2.25', 'unit', '19'],
  ['1302', 'Aguacate', 'Avocado', '1.25', 'unit', '42'],
  ['1303', 'Pipa (coco tierno)', 'Green coconut', '1.50', 'unit', '24'],
]);

export const butcherCounter: Shelf = loose({ category: 'meat', itemType: 'FOOD', tax: 'itbms-0' }, [
  ['31001', 'Pechuga de pollo', 'Chicken breast', '6.60', 'kg', '24.8'],
  ['31002', 'Carne molida de res', 'Minced beef', '7.25', 'kg', '19.5'],
  ['31003', 'Bistec de res', 'Beef steak', '9.80', 'kg', '12.6'],
  ['31004', 'Chuleta de cerdo', 'Pork chops', '6.90', 'kg', '15.4'],
  ['31005', 'Filete de corvina', 'Corvina fillet', '13.50', 'kg', '6.35'],
  ['31006', 'Camarones medianos', 'Medium prawns', '15.90', 'kg', '1.8'],
]);

export const cheeseCounter: Shelf = loose({ category: 'dairy', itemType: 'FOOD', tax: 'itbms-0' }, [
  ['32001', 'Queso blanco prensado', 'Pressed white cheese', '8.40', 'kg', '11.2'],
]);

export const produce: Shelf = packed({ category: 'fruit-veg', itemType: 'FOOD', tax: 'itbms-0' }, [
  ['FV-010', 'Lechuga romana', 'Romaine lettuce', '1.35', 'Huerta Alegre', '26', '7451001000101'],
  ['FV-020', 'Espinaca lavada 200 g', 'Washed spinach 200 g', '2.10', 'Huerta Alegre', '14', '7451001000279'],
  ['FV-030', 'Culantro, manojo', 'Culantro, bunch', '0.60', 'Huerta Alegre', '31', '7451001000347'],
  ['FV-040', 'Apio, manojo', 'Celery, bunch', '1.45', 'Huerta Alegre', '18', '7451001000415'],
  ['FV-050', 'Brócoli', 'Broccoli', '1.95', 'Huerta Alegre', '22', '7451001000583'],
  ['FV-060', 'Champiñones 200 g', 'Button mushrooms 200 g', '2.75', 'Huerta Alegre', '3', '7451001000651'],
  ['FV-070', 'Fresas 250 g', 'Strawberries 250 g', '3.25', 'Huerta Alegre', '12', '7451001000729'],
  ['FV-080', 'Arándanos 125 g', 'Blueberries 125 g', '3.90', 'Huerta Alegre', '9', '7451001000897'],
  ['FV-090', 'Zanahoria bebé 340 g', 'Baby carrots 340 g', '1.90', 'Huerta Alegre', '24', '7451001000965'],
  ['FV-100', 'Ensalada mixta 250 g', 'Mixed salad 250 g', '2.80', 'Huerta Alegre', '16', '7451001001030'],
]);

export const breads: Shelf = packed({ category: 'bakery', itemType: 'FOOD', tax: 'itbms-0' }, [
  ['PA-010', 'Pan de molde integral 600 g', 'Wholemeal bread 600 g', '1.85', 'Espiga Dorada', '38', '7451002000131'],
  ['PA-020', 'Pan de molde blanco 600 g', 'White sliced bread 600 g', '1.65', 'Espiga Dorada', '44', '7451002000209'],
  ['PA-030', 'Pan de hamburguesa 8 u', 'Burger buns, 8', '1.95', 'Espiga Dorada', '21', '7451002000377'],
  ['PA-040', 'Pan para perros calientes 8 u', 'Hot dog rolls, 8', '1.85', 'Espiga Dorada', '19', '7451002000445'],
  ['PA-050', 'Pan flauta', 'French stick', '0.75', 'Espiga Dorada', '40', '7451002000513'],
  ['PA-060', 'Pan de ajo 300 g', 'Garlic bread 300 g', '2.25', 'Espiga Dorada', '11', '7451002000681'],
  ['PA-070', 'Micha, paquete de 6', 'Bread rolls, pack of 6', '1.20', 'Espiga Dorada', '36', '7451002000759'],
  ['PA-080', 'Tortillas de trigo 10 u', 'Wheat tortillas, 10', '2.15', 'Espiga Dorada', '28', '7451002000827'],
  ['PA-090', 'Tortillas de maíz asadas 6 u', 'Thick corn tortillas, 6', '1.60', 'Doña Meche', '25', '7451003000161'],
]);

export const cakes: Shelf = packed({ category: 'bakery', itemType: 'FOOD', tax: 'itbms-7' }, [
  ['PD-010', 'Cruasán de mantequilla', 'Butter croissant', '0.95', 'Espiga Dorada', '20', '7451002000995'],
  ['PD-020', 'Dona glaseada', 'Glazed doughnut', '0.85', 'Espiga Dorada', '17', '7451002001060'],
  ['PD-030', 'Queque de vainilla 400 g', 'Vanilla loaf cake 400 g', '3.10', 'Espiga Dorada', '8', '7451002001138'],
  ['PD-040', 'Magdalenas de chocolate 4 u', 'Chocolate muffins, 4', '2.90', 'Espiga Dorada', '13', '7451002001206'],
  ['PD-050', 'Tostadas integrales 240 g', 'Wholemeal toasts 240 g', '1.75', 'Espiga Dorada', '30', '7451002001374'],
]);

export const dairy: Shelf = packed({ category: 'dairy', itemType: 'FOOD', tax: 'itbms-0' }, [
  ['LA-010', 'Leche entera 1 L', 'Whole milk 1 L', '0.98', 'Valle Bonito', '112', '7451004000191', '7451004900118'],
  [
    'LA-020',
    'Leche descremada 1 L',
    'Skimmed milk 1 L',
    '0.98',
    'Valle Bonito',
    '87',
    '7451004000269',
    '7451004900224',
  ],
  ['LA-030', 'Leche deslactosada 1 L', 'Lactose-free milk 1 L', '1.25', 'Valle Bonito', '64', '7451004000337'],
  ['LA-040', 'Leche en polvo 360 g', 'Powdered milk 360 g', '4.35', 'Valle Bonito', '22', '7451004000405'],
  ['LA-050', 'Leche evaporada 370 ml', 'Evaporated milk 370 ml', '1.30', 'Valle Bonito', '70', '7451004000573'],
  ['LA-060', 'Leche condensada 395 g', 'Condensed milk 395 g', '1.95', 'Valle Bonito', '48', '7451004000641'],
  ['LA-070', 'Huevos blancos, docena', 'White eggs, dozen', '2.35', 'Corral Viejo', '60', '7451005000121'],
  ['LA-080', 'Huevos marrones, cartón de 30', 'Brown eggs, tray of 30', '5.40', 'Corral Viejo', '18', '7451005000299'],
  ['LA-090', 'Mantequilla con sal 227 g', 'Salted butter 227 g', '2.60', 'Valle Bonito', '33', '7451004000719'],
  ['LA-100', 'Margarina 400 g', 'Margarine 400 g', '1.70', 'Valle Bonito', '29', '7451004000887'],
  ['LA-110', 'Queso crema 230 g', 'Cream cheese 230 g', '2.45', 'Valle Bonito', '26', '7451004000955'],
  [
    'LA-120',
    'Queso mozzarella rallado 200 g',
    'Grated mozzarella 200 g',
    '2.95',
    'Valle Bonito',
    '19',
    '7451004001020',
  ],
  ['LA-130', 'Queso amarillo 16 lonjas', 'Yellow cheese, 16 slices', '2.85', 'Valle Bonito', '41', '7451004001198'],
]);

export const yogurts: Shelf = packed({ category: 'dairy', itemType: 'FOOD', tax: 'itbms-7' }, [
  [
    'LY-010',
    'Yogur natural, paquete de 4',
    'Natural yogurt, pack of 4',
    '1.32',
    'Valle Bonito',
    '35',
    '7451004001266',
    '74500314',
  ],
  ['LY-020', 'Yogur de fresa 200 g', 'Strawberry yogurt 200 g', '0.55', 'Valle Bonito', '58', '7451004001334'],
  ['LY-030', 'Yogur griego 150 g', 'Greek yogurt 150 g', '1.25', 'Valle Bonito', '27', '7451004001402'],
  [
    'LY-040',
    'Yogur bebible de mango 250 ml',
    'Mango drinking yogurt 250 ml',
    '0.95',
    'Valle Bonito',
    '34',
    '7451004001570',
  ],
  ['LY-050', 'Leche con chocolate 236 ml', 'Chocolate milk 236 ml', '0.85', 'Valle Bonito', '72', '7451004001648'],
  ['LY-060', 'Crema de leche 250 ml', 'Table cream 250 ml', '1.40', 'Valle Bonito', '23', '7451004001716'],
  ['LY-070', 'Flan de caramelo 110 g', 'Caramel custard 110 g', '0.80', 'Valle Bonito', '4', '7451004001884'],
]);

export const meat: Shelf = packed({ category: 'meat', itemType: 'FOOD', tax: 'itbms-0' }, [
  [
    'CA-010',
    'Pollo entero congelado 1.5 kg',
    'Whole frozen chicken 1.5 kg',
    '5.60',
    'Corral Viejo',
    '15',
    '7451005000367',
  ],
  ['CA-020', 'Salchichas de pollo 8 u', 'Chicken sausages, 8', '1.95', 'Corral Viejo', '46', '7451005000435'],
  ['CA-030', 'Jamón de pavo 250 g', 'Turkey ham 250 g', '3.15', 'Corral Viejo', '24', '7451005000503'],
  ['CA-040', 'Tocino ahumado 200 g', 'Smoked bacon 200 g', '3.60', 'Corral Viejo', '17', '7451005000671'],
  ['CA-050', 'Chorizo tableño 400 g', 'Tableño chorizo 400 g', '4.25', 'Corral Viejo', '2', '7451005000749'],
  ['CA-060', 'Mortadela 250 g', 'Mortadella 250 g', '1.60', 'Corral Viejo', '32', '7451005000817'],
  ['CA-070', 'Salami 150 g', 'Salami 150 g', '2.70', 'Corral Viejo', '14', '7451005000985'],
]);
