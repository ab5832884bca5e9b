"""A key in six words, for two people to compare over the telephone.

Each word stands for one byte of the key's SHA-256, so six words carry 48 bits. The 256 words are plain and Peruvian,
without accents or capitals; no two begin with the same four letters or differ by one letter or one sound.
"""

from __future__ import annotations

import hashlib
from typing import Final

WORDS_OF_A_KEY: Final = 6

_LIST: Final = """
abeja abrigo aceite agosto aguja aire alpaca alto amigo ancla anillo antena apio arado arbol arena arpa arroz
atlas avion azucar azul bahia balcon balsa bambu banco barro bodega bosque brisa bronce buzon cabra cacao cactus
cadena cafe caja camino canoa carbon carta cebada cedro cereza cesto choclo cielo ciudad clavel cobre cocina
collar condor conejo copa coral corona costa cuarzo cuerda cueva danza delfin dibujo dorado ducha enero escoba
espejo espiga espuma estufa fabula faro feria fiesta flauta flecha flor foca fogata frasco fresa frijol fruta
fuego fuente garza gato globo gorra grillo guante hamaca helado hierba hilo hoja horno huerta iguana isla jabon
jardin jarra jazmin jinete jirafa joya julio lago lana lapiz laurel leon libro limon llama llave lluvia loma
loro lucero madera maestro maiz maleta mango mantel manzana mapa marfil marmol marzo mayo medalla melon mercado
mesa miel mineral mirador mochila molino moneda montura mosaico muelle musica naipe naranja nevado nido nieve
noche nogal norte novela nube nuez oasis oceano octubre oliva onda oregano orilla paisaje pajaro palmera paloma
panal papaya papel pasto patio pelota pepino pera perro pescado piano piedra pintor pizarra planeta plata pluma
poema pollo poncho pradera puerto pulpo quena queso quinua radio reloj remo retama roble rocio rojo romero rosa
rueda sabado salmon sandia sauce selva semana semilla sendero silla sombra taller tambor tarde taza teatro
tejado telar tesoro tierra tigre tijera tinta tomate torre tortuga trebol trigo trompo trucha tulipan tunel
valle vapor vasija vela venado ventana verano verde vereda viento violeta volcan yegua zapato zorro zumo
"""
WORDS: Final = tuple(_LIST.split())


def words_of_key(public_key: bytes) -> tuple[str, ...]:
    """The six words of a public key; `public_key` is its raw bytes."""
    return tuple(WORDS[byte] for byte in hashlib.sha256(public_key).digest()[:WORDS_OF_A_KEY])
