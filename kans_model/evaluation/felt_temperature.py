"""Felt temperature on the reference afternoon, by the Dutch standard method."""

from functools import cached_property

import numpy as np

from kans_model.evaluation.outcome import Part
from kans_model.evaluation.situation import Situation
from kans_model.hazards import heat
from kans_model.measures import effects

BOWEN_RATIOS = (0.4, 3.0)
"""Of vegetation and of paving."""


class FeltTemperature:
    """Physiologically equivalent temperature (PET) of the areas of one city. Arrays are (area,).

    Parameters
    ----------
    uhi_anomaly_k : array, shape (area,)
        Daily maximum heat island beyond what the average resident lives in. [K]
    uhi_scale_k : float
        What a share of vegetation takes away of it. [K]
    """

    def __init__(self, situation: Situation, uhi_anomaly_k: np.ndarray, uhi_scale_k: float) -> None:
        self.scalar, self.measure, self.room = situation.scalar, situation.measure, situation.room
        self.area, self.typology, self.green_share = situation.area, situation.typology, situation.green_share
        self.uhi_anomaly_k, self.uhi_scale_k = uhi_anomaly_k, uhi_scale_k

    def indicators(
        self, quantity: np.ndarray, green_gain: np.ndarray, vegetation_gain: np.ndarray
    ) -> dict[str, Part]:
        """Shade and felt temperature before and after a package, by name of the result."""
        area_m2, canopy = self.area["area_m2"], self.area["tree_canopy_share"]
        shade = effects.vegetation_gain(quantity, self.measure["shade_m2_per_unit"], area_m2)
        change = self.model_degc(green_gain, shade, vegetation_gain) - self.model_before_degc
        change += self.beside_degc(quantity)
        return {
            "shade_before": ("area", canopy),
            "shade_after": ("area", np.minimum(1, canopy + shade)),
            "pet_before_degc": ("area", self.before_degc),
            "pet_after_degc": ("area", self.before_degc + change),
        }

    @cached_property
    def open_ground_share(self) -> np.ndarray:
        """What is neither roof nor water. [-]"""
        roofs = (self.area["flat_roof_m2"] + self.area["pitched_roof_m2"]) / self.area["area_m2"]
        return np.maximum(0.01, 1 - roofs - self.area["water_m2"] / self.area["area_m2"])

    @cached_property
    def afternoon_uhi_k(self) -> np.ndarray:
        """Heat island on the afternoon. [K]"""
        return self.uhi_anomaly_k * self.scalar["uhi_afternoon_factor"]

    def model_degc(
        self,
        green_gain: np.ndarray | float,
        shade_gain: np.ndarray | float,
        vegetation_gain: np.ndarray | float,
        island: np.ndarray | float = 1.0,
    ) -> np.ndarray:
        """Felt temperature by the standard method, shape (…, area). [°C]

        Parameters
        ----------
        green_gain, shade_gain, vegetation_gain : array_like, shape (…, area)
            Green, shade and cooling vegetation added, as shares of the area. [-]
        island : array_like, shape (…, 1)
            Factor on the heat island. [-]
        """
        s, kind, open_ground = self.scalar, self.typology, self.open_ground_share
        cooled = vegetation_gain * self.uhi_scale_k * s["uhi_afternoon_factor"]
        air = s["ref_air_temperature"] + island * (self.afternoon_uhi_k - cooled)
        wet_bulb = heat.wet_bulb_degc(air, s["ref_relative_humidity"])
        sky, wind = kind["sky_view_factor"], kind["wind_1p2m"]
        radiation, elevation = s["ref_global_radiation"], s["ref_sun_elevation"]
        bowen = np.array(BOWEN_RATIOS).reshape(-1, *[1] * air.ndim)
        sun_green, sun_paved = heat.pet_sun_degc(air, radiation, wind, wet_bulb, elevation, bowen, sky)
        shade = heat.pet_shade_degc(air, s["ref_diffuse_radiation"], wind, wet_bulb, sky)
        crown = np.minimum(1, (self.area["tree_canopy_share"] + shade_gain) / open_ground)
        shaded = 1 - (1 - kind["building_shade"]) * (1 - crown)
        green = np.clip((self.green_share + green_gain) / open_ground, 0, 1)
        return heat.pet_area_degc(sun_green, sun_paved, shade, shaded, green)

    def beside_degc(self, quantity: np.ndarray) -> np.ndarray:
        """What water and mist change on the spot, averaged over the open ground. [°C]"""
        here_m2 = self.measure["pet_direct_degc"] * self.room.stock_per_unit
        return here_m2 @ quantity / (self.open_ground_share * self.area["area_m2"])

    @cached_property
    def model_before_degc(self) -> np.ndarray:
        """By the standard method, without any package. [°C]"""
        return self.model_degc(0.0, 0.0, 0.0)

    @cached_property
    def before_degc(self) -> np.ndarray:
        """Without any package: the city's own map where there is one, else the model's. [°C]"""
        own = self.area["pet_degc"]
        return np.where(np.isfinite(own), own, self.model_before_degc)
