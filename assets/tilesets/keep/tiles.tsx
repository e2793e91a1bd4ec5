<?xml version="1.0" encoding="UTF-8"?>
<tileset version="1.10" tiledversion="1.10.2" name="keep" tilewidth="16" tileheight="16" tilecount="80" columns="16">
 <image source="tiles.png" width="256" height="80"/>
 <tile id="0" type="surface">
  <properties><property name="slot" value="terrain.0"/></properties>
 </tile>
 <tile id="1" type="solid">
  <properties><property name="slot" value="terrain.1"/></properties>
 </tile>
 <tile id="2" type="surface">
  <properties><property name="slot" value="terrain.2"/></properties>
 </tile>
 <tile id="3" type="solid">
  <properties><property name="slot" value="terrain.3"/></properties>
 </tile>
 <tile id="4" type="surface">
  <properties><property name="slot" value="terrain.4"/></properties>
 </tile>
 <tile id="5" type="solid">
  <properties><property name="slot" value="terrain.5"/></properties>
 </tile>
 <tile id="6" type="surface">
  <properties><property name="slot" value="terrain.6"/></properties>
 </tile>
 <tile id="7" type="solid">
  <properties><property name="slot" value="terrain.7"/></properties>
 </tile>
 <tile id="8" type="surface">
  <properties><property name="slot" value="terrain.8"/></properties>
 </tile>
 <tile id="9" type="solid">
  <properties><property name="slot" value="terrain.9"/></properties>
 </tile>
 <tile id="10" type="surface">
  <properties><property name="slot" value="terrain.10"/></properties>
 </tile>
 <tile id="11" type="solid">
  <properties><property name="slot" value="terrain.11"/></properties>
 </tile>
 <tile id="12" type="surface">
  <properties><property name="slot" value="terrain.12"/></properties>
 </tile>
 <tile id="13" type="solid">
  <properties><property name="slot" value="terrain.13"/></properties>
 </tile>
 <tile id="14" type="surface">
  <properties><property name="slot" value="terrain.14"/></properties>
 </tile>
 <tile id="15" type="solid">
  <properties><property name="slot" value="terrain.15"/></properties>
 </tile>
 <tile id="16" type="solid">
  <properties><property name="slot" value="terrain.15.v1"/></properties>
 </tile>
 <tile id="17" type="solid">
  <properties><property name="slot" value="terrain.15.v2"/></properties>
 </tile>
 <tile id="19" type="surface">
  <properties><property name="slot" value="terrain.14.v1"/></properties>
 </tile>
 <tile id="20" type="surface">
  <properties><property name="slot" value="terrain.14.v2"/></properties>
 </tile>
 <tile id="21" type="platform">
  <properties><property name="slot" value="platform.left"/></properties>
 </tile>
 <tile id="22" type="platform">
  <properties><property name="slot" value="platform.mid"/></properties>
 </tile>
 <tile id="23" type="platform">
  <properties><property name="slot" value="platform.right"/></properties>
 </tile>
 <tile id="24" type="platform">
  <properties><property name="slot" value="platform.single"/></properties>
 </tile>
 <tile id="25" type="breakable">
  <properties><property name="slot" value="breakable.0"/></properties>
 </tile>
 <tile id="26" type="breakable">
  <properties><property name="slot" value="breakable.1"/></properties>
 </tile>
 <tile id="27" type="spikes">
  <properties><property name="slot" value="spikes.0"/></properties>
 </tile>
 <tile id="28" type="spikes">
  <properties><property name="slot" value="spikes.1"/></properties>
 </tile>
 <tile id="29" type="stairs">
  <properties><property name="slot" value="stairs.up"/></properties>
 </tile>
 <tile id="30" type="stairs">
  <properties><property name="slot" value="stairs.down"/></properties>
 </tile>
 <tile id="31" type="wall">
  <properties><property name="slot" value="wall.0"/></properties>
 </tile>
 <tile id="32" type="wall">
  <properties><property name="slot" value="wall.1"/></properties>
 </tile>
 <tile id="39" type="window">
  <properties><property name="slot" value="window.top"/></properties>
 </tile>
 <tile id="40" type="window">
  <properties><property name="slot" value="window.bottom"/></properties>
 </tile>
 <tile id="41" type="window">
  <properties><property name="slot" value="window.single"/></properties>
 </tile>
 <tile id="42" type="column">
  <properties><property name="slot" value="column.top"/></properties>
 </tile>
 <tile id="43" type="column">
  <properties><property name="slot" value="column.mid"/></properties>
 </tile>
 <tile id="44" type="column">
  <properties><property name="slot" value="column.bottom"/></properties>
 </tile>
 <tile id="45" type="door">
  <properties><property name="slot" value="door.nw"/></properties>
 </tile>
 <tile id="46" type="door">
  <properties><property name="slot" value="door.ne"/></properties>
 </tile>
 <tile id="47" type="door">
  <properties><property name="slot" value="door.sw"/></properties>
 </tile>
 <tile id="48" type="door">
  <properties><property name="slot" value="door.se"/></properties>
 </tile>
 <tile id="49" type="liquid">
  <properties><property name="slot" value="liquid.top"/></properties>
  <animation>
   <frame tileid="49" duration="200"/>
   <frame tileid="50" duration="200"/>
   <frame tileid="51" duration="200"/>
   <frame tileid="52" duration="200"/>
  </animation>
 </tile>
 <tile id="50" type="liquid">
  <properties><property name="slot" value="liquid.top.1"/></properties>
 </tile>
 <tile id="51" type="liquid">
  <properties><property name="slot" value="liquid.top.2"/></properties>
 </tile>
 <tile id="52" type="liquid">
  <properties><property name="slot" value="liquid.top.3"/></properties>
 </tile>
 <tile id="53" type="liquid">
  <properties><property name="slot" value="liquid.body"/></properties>
  <animation>
   <frame tileid="53" duration="200"/>
   <frame tileid="54" duration="200"/>
   <frame tileid="55" duration="200"/>
   <frame tileid="56" duration="200"/>
  </animation>
 </tile>
 <tile id="54" type="liquid">
  <properties><property name="slot" value="liquid.body.1"/></properties>
 </tile>
 <tile id="55" type="liquid">
  <properties><property name="slot" value="liquid.body.2"/></properties>
 </tile>
 <tile id="56" type="liquid">
  <properties><property name="slot" value="liquid.body.3"/></properties>
 </tile>
 <tile id="57" type="sky">
  <properties><property name="slot" value="sky.0"/></properties>
 </tile>
 <tile id="61" type="foliage">
  <properties><property name="slot" value="foliage.0"/></properties>
 </tile>
 <tile id="62" type="foliage">
  <properties><property name="slot" value="foliage.1"/></properties>
 </tile>
 <tile id="63" type="foliage">
  <properties><property name="slot" value="foliage.2"/></properties>
 </tile>
 <tile id="64" type="foliage">
  <properties><property name="slot" value="foliage.3"/></properties>
 </tile>
 <tile id="65" type="fence">
  <properties><property name="slot" value="fence.left"/></properties>
 </tile>
 <tile id="66" type="fence">
  <properties><property name="slot" value="fence.mid"/></properties>
 </tile>
 <tile id="67" type="fence">
  <properties><property name="slot" value="fence.right"/></properties>
 </tile>
 <tile id="68" type="decor">
  <properties><property name="slot" value="decor.0"/></properties>
 </tile>
 <tile id="69" type="decor">
  <properties><property name="slot" value="decor.1"/></properties>
 </tile>
 <tile id="70" type="decor">
  <properties><property name="slot" value="decor.2"/></properties>
 </tile>
 <tile id="71" type="decor">
  <properties><property name="slot" value="decor.3"/></properties>
 </tile>
 <tile id="72" type="decor">
  <properties><property name="slot" value="decor.4"/></properties>
 </tile>
 <tile id="73" type="decor">
  <properties><property name="slot" value="decor.5"/></properties>
 </tile>
 <wangsets>
  <wangset name="terrain" type="edge" tile="0">
   <wangcolor name="ground" color="#c0a040" tile="0" probability="1"/>
   <wangtile tileid="1" wangid="1,0,0,0,0,0,0,0"/>
   <wangtile tileid="2" wangid="0,0,1,0,0,0,0,0"/>
   <wangtile tileid="3" wangid="1,0,1,0,0,0,0,0"/>
   <wangtile tileid="4" wangid="0,0,0,0,1,0,0,0"/>
   <wangtile tileid="5" wangid="1,0,0,0,1,0,0,0"/>
   <wangtile tileid="6" wangid="0,0,1,0,1,0,0,0"/>
   <wangtile tileid="7" wangid="1,0,1,0,1,0,0,0"/>
   <wangtile tileid="8" wangid="0,0,0,0,0,0,1,0"/>
   <wangtile tileid="9" wangid="1,0,0,0,0,0,1,0"/>
   <wangtile tileid="10" wangid="0,0,1,0,0,0,1,0"/>
   <wangtile tileid="11" wangid="1,0,1,0,0,0,1,0"/>
   <wangtile tileid="12" wangid="0,0,0,0,1,0,1,0"/>
   <wangtile tileid="13" wangid="1,0,0,0,1,0,1,0"/>
   <wangtile tileid="14" wangid="0,0,1,0,1,0,1,0"/>
   <wangtile tileid="15" wangid="1,0,1,0,1,0,1,0"/>
   <wangtile tileid="16" wangid="1,0,1,0,1,0,1,0"/>
   <wangtile tileid="17" wangid="1,0,1,0,1,0,1,0"/>
   <wangtile tileid="19" wangid="0,0,1,0,1,0,1,0"/>
   <wangtile tileid="20" wangid="0,0,1,0,1,0,1,0"/>
  </wangset>
 </wangsets>
</tileset>
