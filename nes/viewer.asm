; The viewer on the cartridge. It shows one stretch of a level under a plate of 32 lines that stands still.
;   left, right   scroll by 2 pixels a frame, with B held by 8
;   down, up      the next stretch, the one before; round in a circle
;
; The plate lies in the first four rows of name table 0. Its last row is a rule, and sprite 0 lies hidden behind the
; rule's right end: when the picture's beam is there, the horizontal scroll is changed for the lines below. The five lines under
; the rule are blank, so nobody sees when exactly that happens.
; The two name tables lie side by side (vertical mirroring) and hold 32 columns of 16 pixels: those from 7 left of
; the first one in view to 24 right of it. When that moves on by one, one column is written in the next vertical blank.
;
; nes/cartridge.py lays out the data and gives these names: palette; block_tl, block_tr, block_bl, block_br (the four patterns
; of each block of 16x16) and block_palette; for each stretch map_lo/hi (blocks, 16 bytes a column: 13 from
; the top, 3 not used), columns_lo/hi, limit_lo/hi (the furthest scroll) and plate_lo/hi (128 pattern numbers, 8 attributes);
; and the numbers stretches, rule, split (1: there is a plate to hold still) and moving (16: the second pattern table is used).

ppu_ctrl   = $2000
ppu_mask   = $2001
ppu_status = $2002
oam_addr   = $2003
ppu_scroll = $2005
ppu_addr   = $2006
ppu_data   = $2007
apu_dmc    = $4010
oam_dma    = $4014
apu_on     = $4015
pad_1      = $4016
apu_frame  = $4017

nmi_on     = %10000000
down_steps = %00000100      ; ppu_data goes on by 32: down a column
all_shown  = %00011110      ; background and sprites, also in the left 8 pixels
behind     = %00100000
half_cycle = 24             ; frames that a picture of moving water stays

key_right  = %00000001
key_left   = %00000010
key_down   = %00000100
key_up     = %00001000
key_b      = %01000000

scroll     = $00            ; 2 bytes: pixels from the stretch's left edge
stretch    = $02
frame_done = $03            ; the NMI counts up, the main loop takes it down to 0
mask       = $04            ; what the next NMI writes to ppu_mask
control    = $05            ; what it writes to ppu_ctrl: NMI on, and the pattern table
waiting    = $06            ; 1: the column below goes out in the next NMI
pad        = $07
pad_before = $08
wanted     = $09            ; the stretch to open in the next vertical blank
ticks      = $0A
first      = $0B            ; 2: the first column in view
first_was  = $0D            ; 2
column     = $0F            ; 2: the column to be made ready
columns    = $11            ; 2: of this stretch
limit      = $13            ; 2
map        = $15            ; 2
source     = $17            ; 2
target     = $19            ; 2: address in the PPU's memory
attribute  = $1B            ; 2: the same of its first attribute
count      = $1D
speed      = $1E

oam        = $0200
left_half  = $0300          ; 26 patterns of the column's left, 26 of its right half
right_half = $031A
attributes = $0334          ; 7

reset:
        sei
        cld
        ldx #$40
        stx apu_frame       ; no interrupts from the sound chip
        ldx #$FF
        txs
        inx
        stx ppu_ctrl
        stx ppu_mask
        stx apu_dmc
        stx apu_on
        bit ppu_status
@warm_1:
        bit ppu_status
        bpl @warm_1
        txa
@clear:
        sta $0000,x
        sta $0100,x
        sta $0300,x
        inx
        bne @clear
        lda #$FF            ; sprites below the picture
@hide:
        sta oam,x
        inx
        bne @hide
@warm_2:
        bit ppu_status
        bpl @warm_2
        jsr set_palette
        jsr set_sprite
        jsr blank_tables
        jsr open_stretch

main:
        jsr wait_frame
        lda wanted
        cmp stretch
        beq @same
        sta stretch
        jsr open_stretch
        jmp main
@same:
        jsr below_plate
        jsr read_pad
        jsr choose_stretch
        jsr move
        jsr follow
        jsr flow
        jmp main

; ---- each frame

nmi:
        pha
        txa
        pha
        tya
        pha
        lda #0
        sta oam_addr
        lda #>oam
        sta oam_dma
        lda waiting
        beq @no_column
        jsr write_column
        lda #0
        sta waiting
@no_column:
        bit ppu_status      ; the next write to ppu_scroll is the first of two
        lda #split
        beq @scrolled
        lda control
        sta ppu_ctrl
        lda #0
        sta ppu_scroll
        sta ppu_scroll
        jmp @shown
@scrolled:
        jsr set_scroll
@shown:
        lda mask
        sta ppu_mask
        inc frame_done
        pla
        tay
        pla
        tax
        pla
irq:
        rti

wait_frame:
        lda frame_done
        beq wait_frame
        lda #0
        sta frame_done
        rts

below_plate:
        lda #split
        beq @done
@old:
        bit ppu_status      ; the hit of the last picture is forgotten when this one begins
        bvs @old
@hit:
        bit ppu_status
        bvc @hit
        jsr set_scroll
@done:
        rts

set_scroll:
        lda scroll+1
        and #1              ; the name table
        ora control
        sta ppu_ctrl
        lda scroll
        sta ppu_scroll
        lda #0
        sta ppu_scroll
        rts

read_pad:
        lda pad
        sta pad_before
        lda #1
        sta pad_1
        sta pad             ; when this 1 falls out, eight buttons were read
        lsr a
        sta pad_1
@button:
        lda pad_1
        and #%00000011      ; a pad of the Famicom's second port comes in on bit 1
        cmp #1
        rol pad
        bcc @button
        rts

choose_stretch:
        lda pad_before
        eor #$FF
        and pad
        tax
        and #key_down
        beq @not_next
        inc wanted
        lda wanted
        cmp #stretches
        bne @done
        lda #0
        sta wanted
        rts
@not_next:
        txa
        and #key_up
        beq @done
        lda wanted
        bne @before
        lda #stretches
@before:
        sec
        sbc #1
        sta wanted
@done:
        rts

move:
        ldx #2
        lda pad
        and #key_b
        beq @slow
        ldx #8
@slow:
        stx speed
        lda pad
        and #key_right
        bne go_right
        lda pad
        and #key_left
        bne go_left
        rts

go_right:
        lda scroll
        clc
        adc speed
        sta scroll
        lda scroll+1
        adc #0
        sta scroll+1
        lda limit
        cmp scroll
        lda limit+1
        sbc scroll+1
        bcs @inside
        lda limit
        sta scroll
        lda limit+1
        sta scroll+1
@inside:
        rts

go_left:
        lda scroll
        sec
        sbc speed
        sta scroll
        lda scroll+1
        sbc #0
        sta scroll+1
        bcs @inside
        lda #0
        sta scroll
        sta scroll+1
@inside:
        rts

; The first column in view has moved by one at most: make ready the one that comes into memory there.
follow:
        jsr find_first
        lda first
        cmp first_was
        beq @done           ; it never moves by 256
        lda first
        sec
        sbc first_was
        bmi @left
        ldx #24
        ldy #0
        jmp @ready
@left:
        ldx #$F9            ; -7
        ldy #$FF
@ready:
        stx column
        sty column+1
        lda column
        clc
        adc first
        sta column
        lda column+1
        adc first+1
        sta column+1
        lda first
        sta first_was
        lda first+1
        sta first_was+1
        jsr prepare_column
@done:
        rts

find_first:
        lda scroll
        sta first
        lda scroll+1
        ldx #4
@halve:
        lsr a
        ror first
        dex
        bne @halve
        sta first+1
        rts

; Water: the other pattern table has every moving pattern as it looks half a cycle later.
flow:
        inc ticks
        lda ticks
        cmp #half_cycle
        bne @done
        lda #0
        sta ticks
        lda control
        eor #moving
        sta control
@done:
        rts

; ---- columns

; Makes the column ready for write_column, if the stretch has it.
prepare_column:
        lda column
        cmp columns
        lda column+1
        sbc columns+1
        bcs @none           ; also those left of 0, which look like 65,000
        jsr find_source
        ldy #0
        ldx #0
@blocks:
        stx count
        lda (source),y
        tax
        lda block_tr,x
        pha
        lda block_br,x
        pha
        lda block_bl,x
        pha
        lda block_tl,x
        ldx count
        sta left_half,x
        pla
        sta left_half+1,x
        pla
        sta right_half+1,x
        pla
        sta right_half,x
        inx
        inx
        iny
        cpy #13
        bne @blocks
        jsr prepare_attributes
        jsr find_target
        lda #1
        sta waiting
@none:
        rts

; source = map + 16 * column
find_source:
        lda column+1
        sta source+1
        lda column
        ldx #4
@double:
        asl a
        rol source+1
        dex
        bne @double
        clc
        adc map
        sta source
        lda source+1
        adc map+1
        sta source+1
        rts

; An attribute holds the palettes of 2x2 blocks: those of this column and of its partner, which has the even or odd number beside it.
prepare_attributes:
        lda source
        and #%11101111      ; maps begin at multiples of 32, so this is the even column
        sta source
        ldx #0
        ldy #0
@pair:
        jsr block_colours
        sta attributes,x
        iny
        iny
        inx
        cpx #7
        bne @pair
        rts

; y: an even row. Returns the attribute of the 2x2 blocks there; keeps x and y.
block_colours:
        stx count
        lda #0
        sta target
        tya
        pha
        ora #17             ; bottom right: goes in first and ends up highest
        jsr @add
        pla
        pha
        ora #1
        jsr @add
        pla
        pha
        ora #16
        jsr @add
        pla
        jsr @add
        ldx count
        rts
@add:
        asl target
        asl target
        tay
        lda (source),y
        tax
        lda block_palette,x
        ora target
        sta target
        rts

; Where the column lies: name table (column / 16) mod 2, its patterns from row 4 on, its attributes from their row 1 on.
find_target:
        lda column
        and #$10
        lsr a
        lsr a
        ora #$20
        sta target+1
        ora #$03
        sta attribute+1
        lda column
        and #$0F
        asl a
        ora #$80
        sta target
        lda column
        and #$0F
        lsr a
        ora #$C8
        sta attribute
        rts

; Must lie wholly in the vertical blank or while nothing is shown: with the sprites and the rest of the NMI 1,630 of its 2,270 cycles.
write_column:
        lda control
        ora #down_steps
        sta ppu_ctrl
        bit ppu_status
        lda target+1
        sta ppu_addr
        lda target
        sta ppu_addr
        ldx #0
@left:
        lda left_half,x
        sta ppu_data
        inx
        cpx #26
        bne @left
        lda target+1
        sta ppu_addr
        ldy target
        iny
        sty ppu_addr
@right:
        lda left_half,x
        sta ppu_data
        inx
        cpx #52
        bne @right
        ldx #0
@attributes:
        lda attribute+1
        sta ppu_addr
        lda attribute
        sta ppu_addr
        clc
        adc #8
        sta attribute
        lda attributes,x
        sta ppu_data
        inx
        cpx #7
        bne @attributes
        rts

; ---- opening a stretch: the picture goes off, and everything in it is written

open_stretch:
        lda #0
        sta ppu_ctrl        ; no NMI meanwhile
        sta ppu_mask
        sta scroll
        sta scroll+1
        sta first
        sta first+1
        sta first_was
        sta first_was+1
        sta ticks
        sta control         ; so write_column does not turn it on either
        ldx stretch
        lda map_lo,x
        sta map
        lda map_hi,x
        sta map+1
        lda columns_lo,x
        sta columns
        lda columns_hi,x
        sta columns+1
        lda limit_lo,x
        sta limit
        lda limit_hi,x
        sta limit+1
        jsr write_plate
        lda #0
        sta column
        sta column+1
@columns:
        jsr prepare_column
        lda waiting
        beq @all
        jsr write_column
        lda #0
        sta waiting
        inc column
        lda column
        cmp #32
        bne @columns
@all:
        lda #all_shown
        sta mask
        lda #0
        sta frame_done
        bit ppu_status      ; a vertical blank that began meanwhile is not this one
        lda #nmi_on
        sta control
        sta ppu_ctrl
        rts

write_plate:
        lda plate_lo,x
        sta source
        lda plate_hi,x
        sta source+1
        lda #$20
        sta ppu_addr
        ldy #0
        sty ppu_addr
@patterns:
        lda (source),y
        sta ppu_data
        iny
        cpy #128
        bne @patterns
        lda #$23
        sta ppu_addr
        lda #$C0
        sta ppu_addr
@attributes:
        lda (source),y
        sta ppu_data
        iny
        cpy #136
        bne @attributes
        rts

; ---- once

set_palette:
        lda #$3F
        sta ppu_addr
        ldx #0
        stx ppu_addr
@colours:
        txa
        and #$0F            ; the sprites have the background's colours
        tay
        lda palette,y
        sta ppu_data
        inx
        cpx #32
        bne @colours
        rts

; Sprite 0 lies on the rule's last pattern but one, with the same pixels, and behind it.
set_sprite:
        lda #23             ; it shows one line further down
        sta oam
        lda #rule
        sta oam+1
        lda #behind
        sta oam+2
        lda #240
        sta oam+3
        rts

; Both name tables, for the second one's first four rows stay as they are: pattern 0 is blank.
blank_tables:
        lda #$20
        sta ppu_addr
        lda #0
        sta ppu_addr
        ldx #8
        tay
@bytes:
        sta ppu_data
        iny
        bne @bytes
        dex
        bne @bytes
        rts
