import { packed, type Shelf } from './shelf.ts';

// What is not eaten: household, personal care, baby and pets, bags and services.

export const household: Shelf = packed({ category: 'household', itemType: 'HOUSEHOLD', tax: 'itbms-7' }, [
  [
    'HO-010',
    'Papel higiénico 12 rollos',
    'Toilet paper, 12 rolls',
    '4.20',
    'Nube',
    '33',
    '7451018000118',
    '700004505487',
  ],
  ['HO-020', 'Papel higiénico 4 rollos', 'Toilet paper, 4 rolls', '1.65', 'Nube', '61', '7451018000286'],
  ['HO-030', 'Papel toalla 2 rollos', 'Kitchen towel, 2 rolls', '1.95', 'Nube', '45', '7451018000354'],
  ['HO-040', 'Servilletas 100 u', 'Paper napkins, 100', '0.85', 'Nube', '70', '7451018000422'],
  ['HO-050', 'Pañuelos faciales 80 u', 'Facial tissues, 80', '1.40', 'Nube', '28', '7451018000590'],
  ['HO-060', 'Detergente en polvo 1 kg', 'Washing powder 1 kg', '2.75', 'Limpiola', '39', '7451019000148'],
  ['HO-070', 'Detergente líquido 1.8 L', 'Liquid detergent 1.8 L', '5.90', 'Limpiola', '21', '7451019000216'],
  ['HO-080', 'Suavizante 850 ml', 'Fabric softener 850 ml', '2.60', 'Limpiola', '26', '7451019000384'],
  ['HO-090', 'Cloro 1 L', 'Bleach 1 L', '1.10', 'Limpiola', '53', '7451019000452'],
  [
    'HO-100',
    'Desinfectante de lavanda 900 ml',
    'Lavender disinfectant 900 ml',
    '1.90',
    'Limpiola',
    '34',
    '7451019000520',
  ],
  ['HO-110', 'Lavaplatos líquido 500 ml', 'Washing-up liquid 500 ml', '1.85', 'Limpiola', '42', '7451019000698'],
  ['HO-120', 'Esponjas de cocina 3 u', 'Kitchen sponges, 3', '1.25', 'Limpiola', '57', '7451019000766'],
  ['HO-130', 'Limpiavidrios 650 ml', 'Glass cleaner 650 ml', '2.20', 'Limpiola', '18', '7451019000834'],
  ['HO-140', 'Insecticida en aerosol 400 ml', 'Insect spray 400 ml', '3.95', 'Limpiola', '16', '7451019000902'],
  ['HO-150', 'Bolsas de basura 30 u', 'Bin bags, 30', '2.35', 'Limpiola', '40', '7451019001077'],
  ['HO-160', 'Papel aluminio 7.5 m', 'Aluminium foil 7.5 m', '1.55', 'Limpiola', '31', '7451019001145'],
  ['HO-170', 'Bolsas con cierre 25 u', 'Zip bags, 25', '2.05', 'Limpiola', '22', '7451019001213'],
  ['HO-180', 'Vasos desechables 50 u', 'Disposable cups, 50', '1.80', 'Limpiola', '36', '7451019001381'],
  ['HO-190', 'Fósforos 10 cajitas', 'Matches, 10 boxes', '0.90', 'Limpiola', '68', '7451019001459'],
  ['HO-200', 'Velas blancas 6 u', 'White candles, 6', '1.60', 'Limpiola', '24', '7451019001527'],
  ['HO-210', 'Pilas AA 4 u', 'AA batteries, 4', '3.75', 'Limpiola', '29', '7451019001695'],
  ['HO-220', 'Bombillo LED 9 W', 'LED bulb 9 W', '2.40', 'Limpiola', '1', '7451019001763'],
  ['HO-230', 'Escoba', 'Broom', '3.50', 'Limpiola', '11', '7451019001831'],
]);

export const care: Shelf = packed({ category: 'personal-care', itemType: 'PERSONAL_CARE', tax: 'itbms-7' }, [
  ['CP-010', 'Champú 400 ml', 'Shampoo 400 ml', '3.95', 'Piel Serena', '27', '7451020000175'],
  ['CP-020', 'Acondicionador 400 ml', 'Conditioner 400 ml', '4.10', 'Piel Serena', '23', '7451020000243'],
  ['CP-030', 'Jabón de baño 3 u', 'Bath soap, 3 bars', '2.35', 'Piel Serena', '49', '7451020000311', '7451020900772'],
  ['CP-040', 'Jabón líquido de manos 250 ml', 'Liquid hand soap 250 ml', '2.15', 'Piel Serena', '35', '7451020000489'],
  ['CP-050', 'Gel de ducha 500 ml', 'Shower gel 500 ml', '3.60', 'Piel Serena', '19', '7451020000557'],
  ['CP-060', 'Pasta dental 100 ml', 'Toothpaste 100 ml', '1.95', 'Piel Serena', '58', '7451020000625'],
  ['CP-070', 'Cepillo de dientes suave', 'Soft toothbrush', '1.50', 'Piel Serena', '46', '7451020000793'],
  ['CP-080', 'Enjuague bucal 500 ml', 'Mouthwash 500 ml', '4.25', 'Piel Serena', '17', '7451020000861'],
  ['CP-090', 'Desodorante 50 ml', 'Deodorant 50 ml', '2.90', 'Piel Serena', '41', '7451020000939'],
  ['CP-100', 'Crema corporal 400 ml', 'Body lotion 400 ml', '4.80', 'Piel Serena', '15', '7451020001004'],
  ['CP-110', 'Protector solar FPS 50 120 ml', 'Sunscreen SPF 50 120 ml', '9.75', 'Piel Serena', '12', '7451020001172'],
  ['CP-120', 'Rasuradoras desechables 3 u', 'Disposable razors, 3', '2.75', 'Piel Serena', '33', '7451020001240'],
  ['CP-130', 'Espuma de afeitar 200 ml', 'Shaving foam 200 ml', '3.15', 'Piel Serena', '14', '7451020001318'],
  ['CP-140', 'Toallas sanitarias 10 u', 'Sanitary pads, 10', '1.85', 'Piel Serena', '52', '7451020001486'],
  ['CP-150', 'Algodón 100 g', 'Cotton wool 100 g', '1.35', 'Piel Serena', '26', '7451020001554'],
  ['CP-160', 'Alcohol en gel 250 ml', 'Hand sanitiser 250 ml', '2.25', 'Piel Serena', '37', '7451020001622'],
  ['CP-170', 'Repelente de mosquitos 120 ml', 'Mosquito repellent 120 ml', '4.95', 'Piel Serena', '5', '7451020001790'],
]);

export const baby: Shelf = packed({ category: 'baby-pets', itemType: 'BABY', tax: 'itbms-7' }, [
  ['BB-010', 'Pañales talla M 40 u', 'Nappies, size M, 40', '10.95', 'Luna Chica', '18', '7451021000105'],
  ['BB-020', 'Pañales talla G 36 u', 'Nappies, size L, 36', '10.95', 'Luna Chica', '16', '7451021000273'],
  ['BB-030', 'Toallitas húmedas 80 u', 'Baby wipes, 80', '2.40', 'Luna Chica', '43', '7451021000341'],
  ['BB-040', 'Colado de manzana 113 g', 'Apple purée 113 g', '0.95', 'Luna Chica', '62', '7451021000419'],
  [
    'BB-050',
    'Colado de pollo y vegetales 113 g',
    'Chicken and vegetable purée 113 g',
    '1.15',
    'Luna Chica',
    '48',
    '7451021000587',
  ],
  ['BB-060', 'Champú para bebé 200 ml', 'Baby shampoo 200 ml', '2.85', 'Luna Chica', '20', '7451021000655'],
  ['BB-070', 'Crema para pañalitis 60 g', 'Nappy cream 60 g', '3.30', 'Luna Chica', '11', '7451021000723'],
]);

export const pets: Shelf = packed({ category: 'baby-pets', itemType: 'PETS', tax: 'itbms-7' }, [
  ['MA-010', 'Alimento para perro adulto 2 kg', 'Adult dog food 2 kg', '5.85', 'Rex y Michi', '25', '7451022000135'],
  ['MA-020', 'Alimento para cachorro 2 kg', 'Puppy food 2 kg', '6.40', 'Rex y Michi', '13', '7451022000203'],
  ['MA-030', 'Alimento para gato 1.5 kg', 'Cat food 1.5 kg', '5.95', 'Rex y Michi', '19', '7451022000371'],
  ['MA-040', 'Sobre húmedo para gato 85 g', 'Wet cat food pouch 85 g', '0.90', 'Rex y Michi', '74', '7451022000449'],
  ['MA-050', 'Golosinas para perro 100 g', 'Dog treats 100 g', '2.20', 'Rex y Michi', '22', '7451022000517'],
  ['MA-060', 'Arena para gato 4 kg', 'Cat litter 4 kg', '4.75', 'Rex y Michi', '8', '7451022000685'],
]);

export const bags: Shelf = packed({ category: 'bags-services', itemType: 'BAGS', tax: 'itbms-7' }, [
  ['BO-010', 'Bolsa reutilizable', 'Reusable bag', '0.15', null, null, '7451012000510'],
  ['BO-020', 'Bolsa térmica', 'Cool bag', '2.50', null, '14', '7451012000688'],
  ['BO-030', 'Bolsa de papel', 'Paper bag', '0.10', null, null, '7451012000756'],
  ['BO-040', 'Encendedor', 'Lighter', '0.95', null, '60', '7451012000824'],
  ['BO-050', 'Tarjeta de cumpleaños', 'Birthday card', '1.75', null, '27', '7451012000992'],
]);

export const services: Shelf = packed({ category: 'bags-services', itemType: 'SERVICE', tax: 'itbms-7' }, [
  ['SV-010', 'Envío a domicilio', 'Home delivery', '3.00', null, null],
  ['SV-020', 'Envoltura de regalo', 'Gift wrapping', '1.00', null, null],
  ['SV-030', 'Fotocopia', 'Photocopy', '0.10', null, null],
]);
